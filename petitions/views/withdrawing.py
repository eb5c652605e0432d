"""A withdrawal: one entry, answered by a receipt."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from organize import pressure
from petitions import access
from petitions.actions import signing
from petitions.sealing import entries
from petitions.views.answers import body_of, octets


def length(facts):
    """How many bytes a withdrawal has."""
    return entries.WITHDRAW_LENGTH


def answer(facts, body):
    """The receipt of a withdrawal; also by way of the paste page."""
    return signing.withdraw_signature(facts=facts, entry=body, at=timezone.now())


@require_POST
def withdraw(request, address):
    facts = access.letter_to_sign(address)
    pressure.admit("withdraw", request, place=facts.address)
    return octets(answer(facts, body_of(request, length(facts))))
