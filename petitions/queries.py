"""Reads that more than one caller needs. Callers have been through a door."""

import base64
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.db.models import Count, Q

from petitions.models import Letter, Trustee
from petitions.sealing import manifest, passes
from petitions.states import LIVE_WAVE, LetterState, TrusteeState, WaveState


@dataclass(frozen=True)
class Facts:
    """What never changes after the freeze. No state: that is asked where it matters."""

    pk: UUID
    address: str
    letter_id: bytes
    client_sha256: str
    language: str
    manifest: manifest.Manifest = field(repr=False)
    issuer: RSAPublicKey = field(repr=False)


def letter_facts(address):
    """The Facts of the letter at this 32-character public address; None if there is none."""
    try:
        return _facts(address)
    except LookupError:
        return None


@lru_cache(maxsize=1024)
def _facts(address):
    # Only found letters are kept (an exception is not cached): guessed addresses cannot push them out.
    found = Letter.objects.filter(address=address)
    row = found.values_list("pk", "letter_id", "client_sha256", "language", "manifest").first()
    if row is None:
        raise LookupError(address)
    pk, letter_id, client_sha256, language, raw = row
    read = manifest.parse(bytes(raw), complete=True)
    if read.letter_id != bytes(letter_id) or read.address != address:
        raise ValueError("a letter's manifest no longer hashes to its address")
    return Facts(pk, address, read.letter_id, client_sha256, language, read, passes.load_issuer(read.issuer_spki))


def subresource_integrity(client_sha256):
    """The integrity attribute of the client file with this hex SHA-256."""
    return "sha256-" + base64.b64encode(bytes.fromhex(client_sha256)).decode("ascii")


def locked_letter(letter):
    """The letter's row as it is now, held until the transaction ends, with its group."""
    return Letter.objects.select_for_update(of=("self",)).select_related("group").get(pk=letter.pk)


def letters_of(campaign):
    """A campaign's letters, open ones first, then by title."""
    order = list(LetterState)
    rows = Letter.objects.filter(campaign=campaign).select_related("campaign", "group")
    first = {LetterState.OPEN: -2, LetterState.CLOSED: -1}
    return sorted(rows, key=lambda row: (first.get(row.state, order.index(row.state)), row.title, str(row.pk)))


def trustees_of(letter):
    """The letter's seats in order."""
    return list(Trustee.objects.filter(letter=letter).order_by("position"))


def last_checkpoint(letter):
    """The newest Checkpoint row, or None before the first batch."""
    return letter.checkpoints.order_by("-size").first()


def counts_of(letter):
    """The counts that were made public with the last checkpoint; all zero before the first. Never counted from rows."""
    checkpoint = last_checkpoint(letter)
    if checkpoint is not None:
        return checkpoint.counts
    nothing = dict.fromkeys(("live", "count_only", "named", "assisted", "withdrawn"), 0)
    return nothing | {"at": {str(tier): 0 for tier in letter.tiers}}


@dataclass(frozen=True)
class Attention:
    """Something at the desk that waits for a person. `kind` chooses the sentence in the template, `count` fills it.

    kind: seats (too few) · keys (`count` missing) · codes · freeze · approvals (`count` missing) · announce (tier
    `count` is reached) · files (`count` release files missing, `number` the wave) · deliver · answer.
    """

    letter: Letter
    kind: str
    count: int = 0
    number: int = 0


def attention(group):
    """What waits for a person in this group, as a list of Attention, by letter title."""
    missing = Q(trustees__state=TrusteeState.INVITED)
    unapproved = Q(trustees__state=TrusteeState.KEYED)
    letters = (
        Letter.objects.filter(group=group)
        .exclude(state__in=[LetterState.ARCHIVED, LetterState.CANCELLED, LetterState.DESTROYED])
        .select_related("campaign")
        .annotate(
            seats=Count("trustees"),
            keys_missing=Count("trustees", filter=missing),
            approvals_missing=Count("trustees", filter=unapproved),
        )
        .order_by("title", "pk")
    )
    return [item for letter in letters for item in _waiting_in(letter)]


def _waiting_in(letter):
    state = letter.state
    if state == LetterState.DRAFT and letter.seats < max(2, letter.needed):
        yield Attention(letter, "seats", letter.seats)
    if state in (LetterState.INVITING, LetterState.CODED) and letter.keys_missing:
        yield Attention(letter, "keys", letter.keys_missing)
    if state == LetterState.INVITING and not letter.keys_missing:
        yield Attention(letter, "codes")
    if state == LetterState.CODED and not letter.keys_missing:
        yield Attention(letter, "freeze")
    if state == LetterState.FROZEN:
        yield Attention(letter, "approvals", letter.approvals_missing)
    if state in (LetterState.OPEN, LetterState.CLOSED):
        yield from _waves_in(letter)
    if state == LetterState.RELEASED and counts_of(letter)["live"] >= letter.deliver_at:
        yield Attention(letter, "deliver", letter.deliver_at)
    if state == LetterState.DELIVERED:
        yield Attention(letter, "answer")


def _waves_in(letter):
    waves = list(letter.waves.annotate(received=Count("files")))
    for wave in waves:
        if wave.state == WaveState.COLLECTING and wave.received < letter.needed:
            yield Attention(letter, "files", letter.needed - wave.received, wave.number)
    if letter.state == LetterState.OPEN and not any(wave.state in LIVE_WAVE for wave in waves):
        opened = max((wave.k for wave in waves if wave.state == WaveState.COMPLETE), default=0)
        reached = counts_of(letter)["at"]
        tier = max((k for k in letter.tiers if reached.get(str(k), 0) >= k + letter.margin), default=0)
        if tier > opened:
            yield Attention(letter, "announce", tier)
