"""A signature: one entry and one field of fixed size, answered by a receipt."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from organize import limits
from petitions import access
from petitions.actions import signing
from petitions.sealing import entries, envelope
from petitions.views.answers import body_of, octets


@require_POST
def sign(request, address):
    facts = access.letter_to_sign(address)
    limits.allow("sign", request)
    body = body_of(request, entries.SIGN_LENGTH + envelope.blob_length(facts.manifest.n))
    entry, field = body[: entries.SIGN_LENGTH], body[entries.SIGN_LENGTH :]
    return octets(signing.sign_letter(facts=facts, entry=entry, field=field, at=timezone.now()))
