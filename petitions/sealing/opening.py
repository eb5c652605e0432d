"""Opening what is due: a trustee's boxes, and then names from t trustees' shares (SPEC section 10), in processes.

Chunks travel packed into bytes, and keys are loaded once per process: near the limit of the arithmetic itself.
"""

import json
from collections import deque
from typing import NamedTuple

from petitions.sealing import entries as wire
from petitions.sealing import envelope, log, xwing
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import Rejected, SealingError
from petitions.sealing.plaintext import FIELDS
from petitions.sealing.processes import Crew, all_cores, chunks
from petitions.sealing.shares import SHARE_LENGTH

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

CHUNK = 1000
SERIAL_BELOW = 500
# Of a SIGN entry, what seals are bound to: u16 tier, u16 seq, u8 flags, spk.
BOUND = slice(34, 71)
_BOUND_LENGTH = 37
SEALED_HASH = slice(487, 519)


def _bound(packed, at):
    part = packed[at * _BOUND_LENGTH : (at + 1) * _BOUND_LENGTH]
    return {"tier": int.from_bytes(part[:2], "big"), "seq": int.from_bytes(part[2:4], "big"), "spk": part[5:]}


def cores_for(total, wanted=None):
    """How many processes `total` items are worth; `wanted` (None = all cores) is the most."""
    return 1 if total < SERIAL_BELOW else wanted or all_cores()


def checked_items(items, *, manifest):
    """Yield (entry_raw, blob_raw) again, having seen that each is a SIGN with its blob; refused if not."""
    for entry_raw, blob_raw in items:
        envelope.check_shape(blob_raw, n=manifest.n, t=manifest.t)
        if len(entry_raw) != wire.SIGN_LENGTH or sha256(blob_raw) != entry_raw[SEALED_HASH]:
            raise Rejected("blobs", "A sealed blob is not the one its entry was signed for.")
        yield entry_raw, blob_raw


class _OpenBoxes:
    """Opens one trustee's boxes; a task is (packed bindings, packed commitments and own boxes)."""

    def __init__(self, seed, trustee, letter_id, n, t):
        self.private, self.trustee, self.letter_id, self.n, self.t = xwing.private(seed), trustee, letter_id, n, t

    def __call__(self, task):
        bindings, sealed = task
        width = 32 * self.n + envelope.BOX_LENGTH
        return [
            self._share(_bound(bindings, at), sealed[at * width : (at + 1) * width])
            for at in range(len(sealed) // width)
        ]

    def _share(self, bound, sealed):
        box_at = 32 * self.n
        commits = tuple([sealed[at : at + 32] for at in range(0, box_at, 32)])
        # A blob cut down to what this trustee needs: the commitments and their own box.
        view = envelope.Blob(b"", self.n, self.t, b"", commits, (sealed[box_at:],) * self.n, b"")
        try:
            share = envelope.open_share(view, self.trustee, self.private, letter_id=self.letter_id, **bound)
        except SealingError:
            return None
        kept = len(share) == SHARE_LENGTH and envelope.share_matches(
            view, self.trustee, share, letter_id=self.letter_id, spk=bound["spk"]
        )
        return share if kept else None


def open_due(items, *, seed, trustee, manifest, processes=None, progress=None, total=None):
    """(ok, bad): dict leaf -> 33-byte share, and the leaves whose box holds no share that keeps its commitment.

    items: iterable of (entry_raw, blob_raw), only what is due, each blob checked against its entry here.
    seed: the trustee's X-Wing seed for this letter. total: len(items) when items has no length.
    """
    total = len(items) if total is None else total
    commits_end = 36 + 32 * manifest.n
    box_at = commits_end + envelope.BOX_LENGTH * (trustee - 1)
    ok, bad, leaves = {}, [], deque()

    def tasks():
        for chunk in chunks(checked_items(items, manifest=manifest), CHUNK):
            leaves.append([log.leaf_hash(entry) for entry, _blob in chunk])
            sealed = [blob[36:commits_end] + blob[box_at : box_at + envelope.BOX_LENGTH] for _entry, blob in chunk]
            yield b"".join(entry[BOUND] for entry, _blob in chunk), b"".join(sealed)

    parts = (seed, trustee, manifest.letter_id, manifest.n, manifest.t)
    with Crew(cores_for(total, processes)) as crew:
        for shares in crew.each(_OpenBoxes, parts, tasks()):
            for leaf, share in zip(leaves.popleft(), shares, strict=True):
                if share is None:
                    bad.append(leaf)
                else:
                    ok[leaf] = share
            if progress:
                progress(len(ok) + len(bad), total)
    return ok, sorted(bad)


class Opened(NamedTuple):
    """plaintext: 512 bytes or None. identity: its JSON as names.json writes it (b"null" for junk or unopened).

    complaints: the trustees (from 1) whose share for this entry misses its commitment.
    """

    leaf: bytes
    plaintext: bytes | None
    identity: bytes
    complaints: tuple


def identity_json(plaintext):
    """The bytes that stand for this plaintext in names.json: an object in fixed order, or null for junk."""
    fields = envelope.read_plaintext(plaintext) if plaintext is not None else None
    if fields is None:
        return b"null"
    ordered = {key: fields[key] for key in FIELDS if key in fields}
    return _JSON.encode(ordered).encode("utf-8")


class OpenNames:
    """Opens bodies; a task is (bindings, blobs, one packed row of 34-byte flagged shares per trustee)."""

    def __init__(self, letter_id, n, t):
        self.letter_id, self.n, self.t, self.width = letter_id, n, t, envelope.blob_length(n)

    def __call__(self, task):
        bindings, blobs, given = task
        found = []
        for at in range(len(blobs) // self.width):
            blob = envelope.parse(blobs[at * self.width : (at + 1) * self.width], n=self.n, t=self.t)
            bound = _bound(bindings, at)
            kept, wrong = [], []
            for trustee, packed in given:
                record = packed[at * (SHARE_LENGTH + 1) : (at + 1) * (SHARE_LENGTH + 1)]
                if record[0]:
                    good = envelope.share_matches(blob, trustee, record[1:], letter_id=self.letter_id, spk=bound["spk"])
                    kept.append(record[1:]) if good else wrong.append(trustee)
            plain = envelope.open_body(blob, kept, letter_id=self.letter_id, **bound)
            found.append((plain, identity_json(plain), tuple(wrong)))
        return found


class Shares:
    """Looks up one release file's shares; asking in ascending order of leaf costs one comparison each."""

    def __init__(self, file):
        self.file, self.at = file, 0

    def record(self, leaf):
        """0x01 and the 33-byte share of this entry, or 34 zero bytes where the file has none."""
        file, at = self.file, self.at
        if at >= file.n_ok or file.ok_leaf(at) != leaf:
            at = self._find(leaf)
        if at is None:
            return bytes(SHARE_LENGTH + 1)
        self.at = at + 1
        return b"\x01" + file.share(at)

    def _find(self, leaf):
        low, high = 0, self.file.n_ok
        while low < high:
            middle = (low + high) // 2
            if self.file.ok_leaf(middle) < leaf:
                low = middle + 1
            else:
                high = middle
        return low if low < self.file.n_ok and self.file.ok_leaf(low) == leaf else None


class _NoShares:
    def record(self, _leaf):
        return bytes(SHARE_LENGTH + 1)


NO_SHARES = _NoShares()


def open_names(items, releases, *, manifest, processes=None, progress=None, total=None):
    """Yield an Opened for each (entry_raw, blob_raw), in order; items ascending by leaf are fastest.

    releases: all valid ReleaseFiles of the wave, at least t. The result is a function of all of them. Memory is flat.
    """
    total = len(items) if total is None else total
    books = [(file.trustee, Shares(file)) for file in releases]
    leaves = deque()

    def tasks():
        for chunk in chunks(checked_items(items, manifest=manifest), CHUNK):
            own = [log.leaf_hash(entry) for entry, _blob in chunk]
            leaves.append(own)
            given = [(trustee, b"".join(map(book.record, own))) for trustee, book in books]
            yield b"".join(entry[BOUND] for entry, _blob in chunk), b"".join(blob for _entry, blob in chunk), given

    done = 0
    parts = (manifest.letter_id, manifest.n, manifest.t)
    with Crew(cores_for(total, processes)) as crew:
        for found in crew.each(OpenNames, parts, tasks()):
            for leaf, (plain, identity, wrong) in zip(leaves.popleft(), found, strict=True):
                yield Opened(leaf, plain, identity, wrong)
            done += len(found)
            if progress:
                progress(done, total)


def combine(items, releases, *, manifest, processes=None, progress=None):
    """(names, complaints): dict leaf -> 512 bytes or None, and pairs (trustee, leaf) of shares that miss."""
    names, complaints = {}, []
    for one in open_names(items, releases, manifest=manifest, processes=processes, progress=progress):
        names[one.leaf] = one.plaintext
        complaints += [(trustee, one.leaf) for trustee in one.complaints]
    return names, complaints
