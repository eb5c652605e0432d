"""What the server and the trustees sign about a release (SPEC sections 4, 8, 10, 11 and 13), each in exact bytes."""

from functools import cached_property
from typing import NamedTuple

from petitions.sealing import ed25519, labels
from petitions.sealing.encoding import Reader, sha256, u8, u16, u32
from petitions.sealing.errors import Malformed, Rejected
from petitions.sealing.shares import SHARE_LENGTH

NOTICE_LENGTH = 142
HEAD_LENGTH = 80
RECORD_LENGTH = 32 + SHARE_LENGTH
MAX_WAVE = 255


class Notice(NamedTuple):
    """The announcement of a wave, signed by the log key. `previous` is the last complete wave, 0 for none."""

    wave: int
    previous: int
    final: bool
    size: int
    root: bytes
    k: int
    snapshot_day: int
    raw: bytes


def make_notice(log_seed, *, letter_id, wave, previous, final, size, root, k, snapshot_day):
    """The 142 bytes of notices/<wave>.bin; `size` and `root` are those of a checkpoint, `snapshot_day` a day number."""
    kind = u8(1 if final else 0)
    before = b"".join((b"\x01", letter_id, u8(wave), u8(previous), kind, u32(size), root, u16(k), u32(snapshot_day)))
    return before + ed25519.sign(log_seed, labels.NOTICE + before)


def parse_notice(raw, *, manifest):
    """The Notice in these bytes, signed by this letter's log key."""
    reader = Reader(raw)
    version, letter_id = reader.u8(), reader.take(32)
    wave, previous, kind = reader.u8(), reader.u8(), reader.u8()
    size, root, k, day = reader.u32(), reader.take(32), reader.u16(), reader.u32()
    signature = reader.take(64)
    reader.end()
    if version != 1 or kind > 1 or not wave or previous >= wave:
        raise Malformed("notice", "This is not a notice.")
    if letter_id != manifest.letter_id:
        raise Rejected("notice", "This notice belongs to another letter.")
    ed25519.verify(manifest.log.ed25519, signature, labels.NOTICE + bytes(raw[:-64]))
    return Notice(wave, previous, kind == 1, size, root, k, day, bytes(raw))


class ReleaseFile:
    """One trustee's shares for one snapshot. Its lists stay packed in `raw`; `ok` and `bad` unpack them when asked."""

    def __init__(self, raw, *, letter_id, size, root, k, trustee, n_ok, n_bad):
        self.raw, self.letter_id, self.size, self.root, self.k = raw, letter_id, size, root, k
        self.trustee, self.n_ok, self.n_bad = trustee, n_ok, n_bad
        self._bad_at = HEAD_LENGTH + RECORD_LENGTH * n_ok

    def ok_leaf(self, index):
        """The leaf hash of share number `index`, in ascending order."""
        at = HEAD_LENGTH + RECORD_LENGTH * index
        return self.raw[at : at + 32]

    def share(self, index):
        """The 33 bytes of share number `index`."""
        at = HEAD_LENGTH + RECORD_LENGTH * index + 32
        return self.raw[at : at + SHARE_LENGTH]

    @cached_property
    def ok(self):
        """dict leaf hash -> 33-byte share."""
        return {self.ok_leaf(index): self.share(index) for index in range(self.n_ok)}

    @property
    def bad(self):
        """Leaf hashes whose box held no share that keeps its commitment, ascending."""
        return [self.raw[at : at + 32] for at in range(self._bad_at, self._bad_at + 32 * self.n_bad, 32)]

    def leaves(self):
        """All leaf hashes that this file answers for, ascending; Malformed if the lists are not sorted or overlap."""
        ok, bad = [self.ok_leaf(index) for index in range(self.n_ok)], self.bad
        every = sorted(ok + bad)
        rising = all(low < high for rows in (ok, bad, every) for low, high in zip(rows, rows[1:], strict=False))
        if not rising:
            raise Malformed("release", "The lists of this release file are not sorted, or name an entry twice.")
        return every


def make_release(identity_seed, *, letter_id, size, root, k, trustee, ok, bad):
    """The bytes of releases/<wave>-<trustee>.bin. `ok`: mapping leaf -> share; `bad`: leaves without a usable share."""
    before = b"".join(
        (
            *(b"\x01", letter_id, u32(size), root, u16(k), u8(trustee), u32(len(ok)), u32(len(bad))),
            *(leaf + ok[leaf] for leaf in sorted(ok)),
            *sorted(bad),
        )
    )
    return before + ed25519.sign(identity_seed, labels.RELEASE + before)


def parse_release(raw, *, manifest):
    """The ReleaseFile in these bytes, signed by the trustee it names. Whether it answers a wave, `waves` decides."""
    raw = bytes(raw)
    reader = Reader(raw[:HEAD_LENGTH])
    version, letter_id, size, root = reader.u8(), reader.take(32), reader.u32(), reader.take(32)
    k, trustee, n_ok, n_bad = reader.u16(), reader.u8(), reader.u32(), reader.u32()
    if version != 1 or len(raw) != HEAD_LENGTH + RECORD_LENGTH * n_ok + 32 * n_bad + 64:
        raise Malformed("release", "This is not a release file.")
    if letter_id != manifest.letter_id:
        raise Rejected("release", "This release file belongs to another letter.")
    if not 1 <= trustee <= manifest.n:
        raise Rejected("release", "This release file names a trustee that the letter does not have.")
    ed25519.verify(manifest.trustees[trustee - 1].ed25519, raw[-64:], labels.RELEASE + raw[:-64])
    return ReleaseFile(raw, letter_id=letter_id, size=size, root=root, k=k, trustee=trustee, n_ok=n_ok, n_bad=n_bad)


def approve(identity_seed, letter_id):
    """A trustee's 64-byte signature that this is the letter they agreed to."""
    return ed25519.sign(identity_seed, labels.APPROVE + letter_id)


def check_approval(public, letter_id, signature):
    """Rejected("signature") unless this trustee approved this letter."""
    ed25519.verify(public, signature, labels.APPROVE + letter_id)


def destroyed(identity_seed, letter_id, day):
    """A trustee's 64-byte statement that their letter key was destroyed on this day."""
    return ed25519.sign(identity_seed, labels.DESTROYED + letter_id + u32(day))


def check_destroyed(public, letter_id, day, signature):
    """Rejected("signature") unless this trustee signed this statement."""
    ed25519.verify(public, signature, labels.DESTROYED + letter_id + u32(day))


def _erratum(letter_id, leaf, day, reason):
    return b"".join((labels.ERRATUM, letter_id, leaf, u32(day), sha256(reason.encode("utf-8"))))


def erratum(log_seed, *, letter_id, leaf, day, reason):
    """The log key's 64-byte signature that the name of this entry is disputed."""
    return ed25519.sign(log_seed, _erratum(letter_id, leaf, day, reason))


def check_erratum(public, signature, *, letter_id, leaf, day, reason):
    """Rejected("signature") unless the log key signed this erratum."""
    ed25519.verify(public, signature, _erratum(letter_id, leaf, day, reason))


def fetch_signature(identity_seed, letter_id, day):
    """A trustee's 64-byte proof, good for one day, with which the server hands out sealed blobs."""
    return ed25519.sign(identity_seed, labels.FETCH + letter_id + u32(day))


def check_fetch(public, letter_id, day, signature):
    """Rejected("signature") unless this trustee asks on this day."""
    ed25519.verify(public, signature, labels.FETCH + letter_id + u32(day))
