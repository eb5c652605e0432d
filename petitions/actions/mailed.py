"""Codes by work mail: who asks is written down encrypted until the mail is gone, and nothing is ever looked up.

The dup key decides what an address comes to: an encrypted row, a tag, the hash of a code. It is a file outside the
database, destroyed when passes close and before any name is opened; from then on none of them leads to an address.
"""

import hmac
import logging

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from organize import mailbox
from organize.at_rest import disclose, enclose
from organize.queue import wake
from organize.refusals import Refusal
from petitions import queries, vault
from petitions.models import Asked, Letter
from petitions.sealing import labels, passes
from petitions.sealing.errors import SealingError
from petitions.states import LetterState

log = logging.getLogger("petitions.mailed")
ISSUING = (LetterState.APPROVED, LetterState.OPEN)
WINDOW = 1800  # a code lives to the end of the half-hour after the one in which it was made

NO_ADDRESS = _("This is not a plain mail address. Type it without a name, spaces or a plus sign.")
WRONG_DOMAIN = _("This letter takes addresses of other domains only. They are named beside the field.")
NOT_NOW = _("This letter gives out no passes now.")
NO_CODE = _("A code from the mail has 10 letters and digits. Check what you typed.")
DENIED = _(
    "This code gives no pass. It may be mistyped or too old, or a pass was already fetched for the address it was "
    "sent to."
)
LATER = _("Codes cannot be checked at this moment. Nothing is lost; please try again in a few minutes.")


def ask_code(*, facts, typed, at):
    """Have a code mailed to the work address `typed`; the Asked row.

    The same work for every address of the letter's domains. What is refused depends on what was typed alone.
    """
    address = mailbox.canonical(typed)
    if address is None:
        raise Refusal(NO_ADDRESS)
    if mailbox.domain_of(address) not in facts.manifest.eligibility.domains:
        raise Refusal(WRONG_DOMAIN, 403)
    with transaction.atomic():
        key = vault.dup_load(facts.pk)
        if key is None or not Letter.objects.filter(pk=facts.pk, state__in=ISSUING).exists():
            raise Refusal(NOT_NOW, 409)
        row = Asked.objects.create(letter_id=facts.pk, enclosed=enclose(_row_key(key, facts), address.encode()))
        wake("petitions.jobs.send_codes", queue="mail")
    return row


def _row_key(key, facts):
    return HKDF(SHA256(), 32, salt=None, info=labels.EMAIL + facts.manifest.scope).derive(key)


def make_code(*, row, at):
    """(address, fresh code) for a row that waits; None when passes have closed, or the address has its mail already.

    The code works from here on. An address gets one mail in half an hour, however often and by whomever it is asked
    for: nobody's mailbox is filled, and whoever asks is told nothing of it.
    """
    facts = queries.letter_facts(row.letter.address)
    key = vault.dup_load(row.letter_id)
    address = None if key is None else disclose(_row_key(key, facts), bytes(row.enclosed))
    if address is None:
        return None
    address = address.decode()
    code, scope, now = passes.new_code(length=passes.MAILED_LENGTH), facts.manifest.scope, int(at.timestamp())
    # Whole half-hours: an expiry must not tell when somebody asked.
    ends = (now // WINDOW + 2) * WINDOW
    tag = passes.dup_tag(key, scope, address)
    if not _may_be_mailed(row, key, tag, now):
        return None
    cache.set(_place(key, scope, code), tag.hex(), ends - now)
    return address, code


def _may_be_mailed(row, key, tag, now):
    """Whether `row` is the one that this address gets its mail for in this half-hour; it stays so for another try.

    What is counted under leads to no address: a hash under the dup key, which dies with the letter's passes.
    """
    window = now // WINDOW
    place = f"mail-for:{hmac.digest(key, tag + window.to_bytes(8, 'big'), 'sha256').hex()}"
    return cache.add(place, row.pk.hex, (window + 1) * WINDOW - now) or cache.get(place) == row.pk.hex


def _place(key, scope, code):
    return f"mailed:{passes.mailed_hash(key, scope, code).hex()}"


def tag_of(*, facts, code):
    """The dup tag for which a mailed code was made. Refusal when it is none, or none any more.

    The sentence is the one that a second pass for an address gets: without the mailbox nobody learns which it was.
    """
    key = vault.dup_load(facts.pk)
    if key is None:
        raise Refusal(NOT_NOW, 409)
    try:
        typed = code if isinstance(code, str) else code.decode("ascii", "replace")
        place = _place(key, facts.manifest.scope, passes.normalise_code(typed, passes.MAILED_LENGTH))
    except SealingError:
        raise Refusal(NO_CODE) from None
    try:
        tag = cache.get(place)
    except RedisError:
        log.warning("the cache is away: no mailed code can be checked")
        raise Refusal(LATER, 503) from None
    if tag is None:
        raise Refusal(DENIED, 403)
    return bytes.fromhex(tag)
