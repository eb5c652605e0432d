"""A signature: one entry and one field of fixed size, answered by a receipt."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from organize import pressure
from petitions import access
from petitions.actions import signing
from petitions.sealing import entries, envelope
from petitions.views.answers import body_of, octets


def length(facts):
    """How many bytes a signature under this letter has."""
    return entries.SIGN_LENGTH + envelope.blob_length(facts.manifest.n)


def answer(facts, body):
    """The receipt of such a signature; also by way of the paste page."""
    entry, field = body[: entries.SIGN_LENGTH], body[entries.SIGN_LENGTH :]
    return signing.sign_letter(facts=facts, entry=entry, field=field, at=timezone.now())


@require_POST
def sign(request, address):
    facts = access.letter_to_sign(address)
    pressure.admit("sign", request, place=facts.address)
    return octets(answer(facts, body_of(request, length(facts))))
