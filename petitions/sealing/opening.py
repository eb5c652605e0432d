"""Opening what is due: a trustee's boxes, and then names from t trustees' shares (SPEC section 10), in processes.

Chunks travel packed into bytes, and keys are loaded once per process: near the limit of the arithmetic itself.
"""

from collections import deque
from json.encoder import encode_basestring
from typing import NamedTuple

from petitions.sealing import entries as wire
from petitions.sealing import envelope, log, xwing
from petitions.sealing.errors import Rejected, SealingError
from petitions.sealing.plaintext import FIELDS
from petitions.sealing.processes import Crew, all_cores, chunks
from petitions.sealing.release import HEAD_LENGTH, RECORD_LENGTH
from petitions.sealing.shares import SHARE_LENGTH

CHUNK = 1000
SERIAL_BELOW = 500
# Of a SIGN entry, what seals are bound to: u16 tier, u16 seq, u8 flags, spk.
BOUND = slice(34, 71)
_BOUND_LENGTH = 37
SEALED_HASH = slice(487, 519)
_RECORD = SHARE_LENGTH + 1
_KEYS = {key: f'"{key}":' for key in FIELDS}


def _bound(packed, at):
    part = packed[at * _BOUND_LENGTH : (at + 1) * _BOUND_LENGTH]
    return {"tier": int.from_bytes(part[:2], "big"), "seq": int.from_bytes(part[2:4], "big"), "spk": part[5:]}


def cores_for(total, wanted=None):
    """How many processes `total` items are worth; `wanted` (None = all cores) is the most."""
    return 1 if total < SERIAL_BELOW else wanted or all_cores()


def check_sealed(entry_raw, blob_raw, *, n, t):
    """The hash of all before the blob's body, having seen that this is a SIGN with its blob; refused if not."""
    envelope.check_shape(blob_raw, n=n, t=t)
    whole, before = envelope.hashes(blob_raw)
    if len(entry_raw) != wire.SIGN_LENGTH or whole != entry_raw[SEALED_HASH]:
        raise Rejected("blobs", "A sealed blob is not the one its entry was signed for.")
    return before


def checked_items(items, *, manifest):
    """Yield (entry_raw, blob_raw) again, each checked as by check_sealed."""
    for entry_raw, blob_raw in items:
        check_sealed(entry_raw, blob_raw, n=manifest.n, t=manifest.t)
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
    return spelled(envelope.read_plaintext(plaintext) if plaintext is not None else None)


def spelled(fields):
    """The same for a dict that read_plaintext gave, or None."""
    if fields is None:
        return b"null"
    said = [_KEYS[key] + encode_basestring(fields[key]) for key in FIELDS if key in fields]
    return f"{{{','.join(said)}}}".encode()


class OpenNames:
    """Checks blobs against their entries and opens them; a task is (entries, blobs, shares), each packed.

    shares: for each trustee (position, one row of 34-byte records as Shares.record gives them).
    """

    def __init__(self, letter_id, n, t):
        self.letter_id, self.n, self.t, self.width = letter_id, n, t, envelope.blob_length(n)

    def __call__(self, task):
        packed, blobs, given = task
        if len(packed) * self.width != len(blobs) * wire.SIGN_LENGTH:
            raise Rejected("blobs", "A sealed blob is not the one its entry was signed for.")
        return [
            self._opened(
                packed[at * wire.SIGN_LENGTH : (at + 1) * wire.SIGN_LENGTH],
                blobs[at * self.width : (at + 1) * self.width],
                [(trustee, row[at * _RECORD + 1 : (at + 1) * _RECORD]) for trustee, row in given if row[at * _RECORD]],
            )
            for at in range(len(blobs) // self.width)
        ]

    def _opened(self, entry, blob, given):
        before_hash, bound = check_sealed(entry, blob, n=self.n, t=self.t), _bound(entry[BOUND], 0)
        plain, wrong = envelope.open_hashed(blob, before_hash, given, t=self.t, letter_id=self.letter_id, **bound)
        return self.told(entry, bound["tier"], plain, wrong)

    def told(self, _entry, _tier, plain, wrong):
        """What is sent back for one entry: (plaintext, identity, complaints)."""
        return plain, identity_json(plain), wrong


class Shares:
    """Looks up one release file's shares; asking in ascending order of leaf costs one comparison each."""

    def __init__(self, file):
        self.file, self.at = file, 0

    def records(self, leaves):
        """`record` of all these leaves, joined; nearly free where they are just what comes next in the file."""
        start = HEAD_LENGTH + RECORD_LENGTH * self.at
        end = start + RECORD_LENGTH * len(leaves)
        rows, raw = range(start, end, RECORD_LENGTH), self.file.raw
        if self.at + len(leaves) > self.file.n_ok or [raw[row : row + 32] for row in rows] != leaves:
            return b"".join(map(self.record, leaves))
        self.at += len(leaves)
        return b"".join([b"\x01" + raw[row + 32 : row + RECORD_LENGTH] for row in rows])

    def record(self, leaf):
        """0x01 and the 33-byte share of this entry, or 34 zero bytes where the file has none."""
        file, at = self.file, self.at
        if at >= file.n_ok or file.ok_leaf(at) != leaf:
            at = self._find(leaf)
        if at is None:
            return bytes(_RECORD)
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
        return bytes(_RECORD)


NO_SHARES = _NoShares()


def each_opened(items, releases, *, manifest, job, processes=None, progress=None, total):
    """Yield what a `job` (OpenNames, or a class of that kind) tells of each (leaf, entry_raw, blob_raw), in order.

    releases: all valid ReleaseFiles of the wave, at least t. Leaves that ascend are fastest. Memory is flat.
    """
    books = [(file.trustee, Shares(file)) for file in releases]

    def tasks():
        for chunk in chunks(items, CHUNK):
            own, packed, blobs = zip(*chunk, strict=True)
            yield b"".join(packed), b"".join(blobs), [(trustee, book.records(list(own))) for trustee, book in books]

    done = 0
    with Crew(cores_for(total, processes)) as crew:
        for found in crew.each(job, (manifest.letter_id, manifest.n, manifest.t), tasks()):
            yield from found
            done += len(found)
            if progress:
                progress(done, total)


def open_names(items, releases, *, manifest, processes=None, progress=None, total=None):
    """Yield an Opened for each (entry_raw, blob_raw), in order; items ascending by leaf are fastest.

    The result is a function of all these release files.
    """
    leaves, total = deque(), len(items) if total is None else total

    def led():
        for entry, blob in items:
            leaves.append(log.leaf_hash(entry))
            yield leaves[-1], entry, blob

    more = {"job": OpenNames, "processes": processes, "progress": progress, "total": total}
    for plain, identity, wrong in each_opened(led(), releases, manifest=manifest, **more):
        yield Opened(leaves.popleft(), plain, identity, wrong)


def combine(items, releases, *, manifest, processes=None, progress=None):
    """(names, complaints): dict leaf -> 512 bytes or None, and pairs (trustee, leaf) of shares that miss."""
    names, complaints = {}, []
    for one in open_names(items, releases, manifest=manifest, processes=processes, progress=progress):
        names[one.leaf] = one.plaintext
        complaints += [(trustee, one.leaf) for trustee in one.complaints]
    return names, complaints
