"""A pass for a code."""

from django.views.decorators.http import require_POST

from organize import limits
from petitions import access
from petitions.actions import passes
from petitions.views.answers import body_of, octets

CODE, BLINDED = 20, 384


@require_POST
def issue(request, address):
    facts = access.letter_to_sign(address)
    limits.allow("pass", request)
    body = body_of(request, CODE + BLINDED)
    return octets(passes.issue_pass(facts=facts, code=body[:CODE], blinded=body[CODE:]))
