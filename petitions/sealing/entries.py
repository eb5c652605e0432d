"""What stands in the log: SIGN and WITHDRAW (SPEC section 7), and every check on them that needs no database."""

from typing import NamedTuple

from petitions.sealing import ed25519, envelope, labels, log, passes
from petitions.sealing.encoding import sha256, u16
from petitions.sealing.errors import Malformed, Rejected

COUNT_ONLY = 65535
NAMED = 0
ASSISTED = 1
SIGN_LENGTH = 583
WITHDRAW_LENGTH = 132
MAX_SIGN_SEQ = 15
MAX_WITHDRAW_SEQ = 16
NO_BLOB = bytes(32)
STATEMENT_LENGTH = 32 + 512

_SIGN, _WITHDRAW = b"\x01\x01", b"\x02\x01"


class Sign(NamedTuple):
    """A signature in the log. Parsed only: nothing has been checked."""

    raw: bytes
    letter_id: bytes
    tier: int
    seq: int
    flags: int
    spk: bytes
    prefix: bytes
    token: bytes
    sealed_hash: bytes
    signature: bytes

    def __repr__(self):
        return "Sign()"

    @property
    def leaf(self):
        """Its 32-byte leaf hash."""
        return log.leaf_hash(self.raw)


class Withdraw(NamedTuple):
    """A withdrawal in the log. Parsed only: nothing has been checked."""

    raw: bytes
    letter_id: bytes
    seq: int
    spk: bytes
    signature: bytes

    def __repr__(self):
        return "Withdraw()"

    @property
    def leaf(self):
        """Its 32-byte leaf hash."""
        return log.leaf_hash(self.raw)


def make_sign(*, letter_id, tier, seq, pass_, sealed_hash, assisted=False):
    """The 583 bytes of a SIGN entry under a pass; sealed_hash is H(blob), a statement hash or NO_BLOB."""
    flags = ASSISTED if assisted else 0
    before = b"".join(
        (_SIGN, letter_id, u16(tier), u16(seq), bytes((flags,)), pass_.spk, pass_.prefix, pass_.token, sealed_hash)
    )
    return before + ed25519.sign(pass_.ssk, labels.ENTRY + before)


def make_withdraw(*, letter_id, seq, ssk):
    """The 132 bytes of a WITHDRAW entry under a signatory's secret key."""
    before = b"".join((_WITHDRAW, letter_id, u16(seq), ed25519.public(ssk)))
    return before + ed25519.sign(ssk, labels.ENTRY + before)


def parse(raw):
    """The Sign or Withdraw in exactly these bytes."""
    if len(raw) == SIGN_LENGTH and raw[:2] == _SIGN:
        return Sign(
            raw,
            raw[2:34],
            int.from_bytes(raw[34:36], "big"),
            int.from_bytes(raw[36:38], "big"),
            raw[38],
            raw[39:71],
            raw[71:103],
            raw[103:487],
            raw[487:519],
            raw[519:],
        )
    if len(raw) == WITHDRAW_LENGTH and raw[:2] == _WITHDRAW:
        return Withdraw(raw, raw[2:34], int.from_bytes(raw[34:36], "big"), raw[36:68], raw[68:])
    raise Malformed("entry", "This is not an entry.")


def parse_stream(raw):
    """Yield the entries of entries.bin, one after the other; a first byte tells each length."""
    at = 0
    while at < len(raw):
        length = SIGN_LENGTH if raw[at] == _SIGN[0] else WITHDRAW_LENGTH
        yield parse(raw[at : at + length])
        at += length


def check_sign(entry, *, manifest, issuer, sealed):
    """Everything a SIGN must satisfy that needs no database.

    `issuer` is from passes.load_issuer. `sealed` is the blob for a sealed tier, salt (32 bytes) and plaintext (512)
    for tier 0, None for count-only. Raises Malformed or Rejected, whose `.check` names the rule.
    """
    check_content(entry, manifest=manifest, sealed=sealed)
    check_entry(entry, manifest=manifest, issuer=issuer)


def check_entry(entry, *, manifest, issuer):
    """The part of `check_sign` that needs no blob: letter, tier, seq range, flags, token, signature."""
    tier = entry.tier
    if entry.letter_id != manifest.letter_id:
        raise Rejected("letter", "This entry belongs to another letter.")
    if tier != NAMED and tier != COUNT_ONLY and tier not in manifest.tiers:
        raise Rejected("tier", "This letter has no such tier.")
    if entry.seq > MAX_SIGN_SEQ:
        raise Rejected("seq", "This entry's number is too high.")
    if entry.flags > ASSISTED:
        raise Rejected("flags", "This entry sets unknown flags.")
    if tier == COUNT_ONLY and entry.sealed_hash != NO_BLOB:
        raise Rejected("hash", "An entry that is only counted seals nothing.")
    passes.verify_token(issuer, manifest.scope, entry.spk, entry.prefix, entry.token)
    ed25519.verify(entry.spk, entry.signature, labels.ENTRY + entry.raw[:-64])


def check_content(entry, *, manifest, sealed):
    """The part of `check_sign` about what is sealed: its shape, and that the entry's hash is its hash."""
    if entry.tier == COUNT_ONLY:
        if sealed is not None:
            raise Rejected("hash", "An entry that is only counted seals nothing.")
        return
    if sealed is None:
        raise Rejected("hash", "What this entry seals is missing.")
    if entry.tier == NAMED:
        if len(sealed) != STATEMENT_LENGTH:
            raise Malformed("statement", "A public statement has 544 bytes.")
        if envelope.statement_hash(sealed[:32], sealed[32:]) != entry.sealed_hash:
            raise Rejected("hash", "The statement is not the one this entry was signed for.")
        return
    envelope.check_shape(sealed, n=manifest.n, t=manifest.t)
    if sha256(sealed) != entry.sealed_hash:
        raise Rejected("hash", "The sealed blob is not the one this entry was signed for.")


def check_withdraw(entry, *, manifest):
    """Everything a WITHDRAW must satisfy that needs no database: letter, seq range, signature."""
    if entry.letter_id != manifest.letter_id:
        raise Rejected("letter", "This entry belongs to another letter.")
    if not 1 <= entry.seq <= MAX_WITHDRAW_SEQ:
        raise Rejected("seq", "This entry's number is not possible.")
    ed25519.verify(entry.spk, entry.signature, labels.ENTRY + entry.raw[:-64])
