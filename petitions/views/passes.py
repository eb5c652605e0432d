"""A pass for a code."""

from django.views.decorators.http import require_POST

from organize import pressure
from petitions import access
from petitions.actions import passes
from petitions.views.answers import body_of, octets

BLINDED = 384


def length(facts):
    """How many bytes a request for a pass of this letter has."""
    return passes.code_length(facts) + BLINDED


def answer(facts, body):
    """What such a request gets, in bytes; also by way of the paste page."""
    return passes.issue_pass(facts=facts, code=body[:-BLINDED], blinded=body[-BLINDED:])


@require_POST
def issue(request, address):
    facts = access.letter_to_sign(address)
    pressure.admit("pass", request, place=facts.address)
    return octets(answer(facts, body_of(request, length(facts))))
