"""A pass for a code."""

from django.views.decorators.http import require_POST

from organize import limits
from petitions import access
from petitions.actions import passes
from petitions.views.answers import body_of, octets

BLINDED = 384


@require_POST
def issue(request, address):
    facts = access.letter_to_sign(address)
    limits.allow("pass", request)
    length = passes.code_length(facts)
    body = body_of(request, length + BLINDED)
    return octets(passes.issue_pass(facts=facts, code=body[:length], blinded=body[length:]))
