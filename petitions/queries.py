"""Reads that more than one caller needs. Callers have been through a door."""

import base64
import re
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from django.db.models import Sum

from petitions import names as published
from petitions import small_groups
from petitions.models import Letter, PublishedName, Trustee, Wave
from petitions.sealing import manifest, passes
from petitions.sealing.manifest import Manifest
from petitions.states import PrintoutState, ProposalState, WaveState


@dataclass(frozen=True)
class Facts:
    """What never changes after the freeze. No state: that is asked where it matters."""

    pk: UUID
    address: str
    letter_id: bytes
    client_sha256: str
    language: str
    manifest: Manifest = field(repr=False)
    lists: tuple = field(repr=False)  # (offices, role families) to choose from
    issuer: RSAPublicKey = field(repr=False)


def letter_facts(address):
    """The Facts of the letter at this 32-character public address; None if there is none."""
    _forget_erased()
    try:
        return _facts(address)
    except LookupError:
        return None


_seen = {}


def _forget_erased():
    """Drop all Facts when a letter was erased since they were read, by whichever process (actions.erasing)."""
    try:
        mark = (settings.PUBLIC_DIR / ".erased").stat().st_ino
    except FileNotFoundError:
        return
    if _seen.get(settings.PUBLIC_DIR) != mark:
        _facts.cache_clear()
        _seen[settings.PUBLIC_DIR] = mark


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
    lists, issuer = small_groups.lists_of(read.raw), passes.load_issuer(read.issuer_spki)
    return Facts(pk, address, read.letter_id, client_sha256, language, read, lists, issuer)


def subresource_integrity(client_sha256):
    """The integrity attribute of the client file with this hex SHA-256."""
    return "sha256-" + base64.b64encode(bytes.fromhex(client_sha256)).decode("ascii")


def locked_letter(letter):
    """The letter's row as it is now, held until the transaction ends, with its group."""
    return Letter.objects.select_for_update(of=("self",)).select_related("group").get(pk=letter.pk)


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
    nothing = dict.fromkeys(("live", "count_only", "named", "sealed", "assisted", "withdrawn", "k"), 0)
    tiers = {str(tier): 0 for tier in letter.tiers}
    return nothing | {"by_tier": tiers, "at": dict(tiers)}


def open_proposal(wave):
    """The Proposal to open the wave that waits for a second person, or None."""
    return wave.proposals.filter(state=ProposalState.ASKED).select_related("asked_by").first()


def named_total(letter_pk):
    """How many names anyone may read: opened in complete waves, or given to be named at once. Struck ones included."""
    complete = Wave.objects.filter(letter=letter_pk, state=WaveState.COMPLETE)
    opened = complete.aggregate(total=Sum("named"))["total"] or 0
    return opened + PublishedName.objects.filter(letter=letter_pk, wave=None).count()


def published_names(facts, *, after, size):
    """One page of names in their order: ([names.Shown], mark of the next page or "").

    `after` is the mark of this page: the leaf of the last name before it, in hex; anything else begins at the start.
    """
    names = PublishedName.objects.filter(letter=facts.pk, identity__isnull=False).order_by("sort_key")
    last = None
    if re.fullmatch("[0-9a-f]{64}", after):
        last = names.filter(leaf=bytes.fromhex(after)).values_list("sort_key", flat=True).first()
    if last is not None:
        names = names.filter(sort_key__gt=bytes(last))
    rows = list(names[: size + 1])
    page = rows[:size]
    following = bytes(page[-1].leaf).hex() if len(rows) > size else ""
    return published.shown(facts, page), following


def all_names(facts, *, size=2000):
    """Yield the names.Shown of every published name in their order, in memory for `size` of them."""
    after = ""
    while True:
        page, after = published_names(facts, after=after, size=size)
        yield from page
        if not after:
            return


def letters_with_files(group):
    """[(public address, Printout that is ready or None)] of a group's letters that were frozen."""
    found = Letter.objects.filter(group=group).exclude(address=None).select_related("printout").order_by("address")
    return [(letter.address, _ready(letter)) for letter in found]


def _ready(letter):
    printout = getattr(letter, "printout", None)
    return printout if printout is not None and printout.state == PrintoutState.READY else None
