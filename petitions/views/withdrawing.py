"""A withdrawal: one entry, answered by a receipt."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from organize import limits
from petitions import access
from petitions.actions import signing
from petitions.sealing import entries
from petitions.views.answers import body_of, octets


@require_POST
def withdraw(request, address):
    facts = access.letter_to_sign(address)
    limits.allow("withdraw", request)
    entry = body_of(request, entries.WITHDRAW_LENGTH)
    return octets(signing.withdraw_signature(facts=facts, entry=entry, at=timezone.now()))
