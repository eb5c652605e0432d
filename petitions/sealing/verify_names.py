"""Verifying what was opened: blobs, shares, and every published name from scratch (SPEC sections 10 and 11)."""

from array import array

from petitions.sealing import entries, envelope, opening, rows
from petitions.sealing.errors import Rejected, SealingError
from petitions.sealing.waves import COMPLETE, PENDING

CHUNK = 1000


class BlobBook:
    """blobs.bin: records leaf ‖ blob, sorted by leaf. `leaves` was read; no blob was."""

    def __init__(self, piece, n):
        self.piece, self.width = piece, 32 + envelope.blob_length(n)
        if piece.length % self.width:
            raise Rejected("blobs", "The file of blobs does not parse to the end.")
        self.leaves = [piece.read(at, 32) for at in range(0, piece.length, self.width)]
        if any(low >= high for low, high in zip(self.leaves, self.leaves[1:], strict=False)):
            raise Rejected("blobs", "The blobs are not sorted, or one is there twice.")

    def blob(self, index):
        """The blob of record number `index`."""
        return self.piece.read(index * self.width + 32, self.width - 32)


class _OpenRecords:
    """Checks and opens a run of records; the blobs and entries are read by the worker itself."""

    def __init__(self, blobs, log_piece, letter_id, n, t):
        self.blobs, self.log, self.n, self.t = blobs, log_piece, n, t
        self.width = 32 + envelope.blob_length(n)
        self.opener = opening.OpenNames(letter_id, n, t)

    def __call__(self, task):
        first, offsets, given = task
        raw = self.blobs.read(first * self.width, len(offsets) * self.width)
        blobs = [raw[at + 32 : at + self.width] for at in range(0, len(raw), self.width)]
        try:
            signed = [self.log.read(offset, entries.SIGN_LENGTH) for offset in offsets]
            if given is not None:
                found = self.opener((b"".join(signed), b"".join(blobs), given))
                return [(identity, wrong) for _plain, identity, wrong in found]
            for entry, blob in zip(signed, blobs, strict=True):
                opening.check_sealed(entry, blob, n=self.n, t=self.t)
        except SealingError as refusal:
            return refusal
        return []


def allowed_blobs(letter, story, *, sealed):
    """(must, may): sets of leaves. The public bundle holds exactly the blobs due in complete waves.

    The trustee bundle (`sealed`) must also hold those due in a wave under way, and may hold every live sealed one.
    """
    must = {
        head.leaf
        for record in story.waves
        if record.ruling and (record.state == COMPLETE or (sealed and record.state == PENDING))
        for head in record.ruling.due
    }
    if not sealed:
        return must, must
    return must, must | {head.leaf for head in story.heads.values() if head.live and head.tier in letter.tiers}


def check_blobs(blob_book, book, letter, story, index_of, crew, *, sealed):
    """Yield (leaf, wave or None, identity JSON or None, complaints) for every record of blobs.bin, its hash checked.

    Nothing is opened but what a complete wave opened.
    """
    must, may = allowed_blobs(letter, story, sealed=sealed)
    held = set(blob_book.leaves)
    if must - held:
        raise Rejected("blobs", f"{len(must - held)} sealed blobs that are due are missing.")
    if held - may:
        raise Rejected("blobs", f"The bundle holds {len(held - may)} sealed blobs that it must not hold.")
    complete = [record for record in story.waves if record.state == COMPLETE]
    wave_of = {head.leaf: record.number for record in complete for head in record.ruling.due}
    books = {(record.number, file.trustee): opening.Shares(file) for record in complete for file in record.releases}
    seats = sorted({trustee for _wave, trustee in books})

    def tasks():
        for first in range(0, len(blob_book.leaves), CHUNK):
            leaves = blob_book.leaves[first : first + CHUNK]
            offsets = array("Q", (book.offsets[index_of[leaf]] for leaf in leaves))
            given = []
            for seat in seats:
                shares = (books.get((wave_of.get(leaf), seat), opening.NO_SHARES).record(leaf) for leaf in leaves)
                given.append((seat, b"".join(shares)))
            yield first, offsets, given or None

    parts = (blob_book.piece, book.piece, letter.letter_id, letter.n, letter.t)
    at = 0
    for found in crew.each(_OpenRecords, parts, tasks()):
        if isinstance(found, SealingError):
            raise found
        leaves = blob_book.leaves[at : at + CHUNK]
        at += len(leaves)
        for leaf, (identity, wrong) in zip(leaves, found or [(None, ())] * len(leaves), strict=True):
            yield leaf, wave_of.get(leaf), identity, wrong


def check_names(lines, opened, book, letter, story, index_of):
    """(named, junk): how many published rows name somebody, and the leaves that are `identity: null`.

    Every row is rebuilt from the log, the blobs and the shares, and compared byte for byte. `opened`: dict leaf ->
    (wave, identity JSON) of all that complete waves opened.
    """
    public = {head.leaf for head in story.heads.values() if head.live and head.tier == entries.NAMED}
    expected = iter(sorted(public | opened.keys()))
    named, junk = 0, []
    for row in rows.name_rows(lines):
        leaf = next(expected, None)
        if leaf is None:
            raise Rejected("names", "More names are published than the log and the shares give.")
        if leaf in public:
            salt, statement = rows.read_statement(row)
            entry = entries.parse(book.entry(index_of[leaf]))
            entries.check_content(entry, manifest=letter, sealed=salt + statement)
            identity = opening.identity_json(statement)
            right = rows.name_row(leaf=leaf, tier=0, wave=None, identity=identity, statement=statement, salt=salt)
        else:
            wave, identity = opened[leaf]
            tier = book.lines[index_of[leaf]].tier
            right = rows.name_row(leaf=leaf, tier=tier, wave=wave, identity=identity)
        if row != right:
            raise Rejected("names", "A published row is not what the log and the shares give.")
        if identity == b"null":
            junk.append(leaf)
        else:
            named += 1
    if next(expected, None) is not None:
        raise Rejected("names", "A name that the log and the shares give is not published.")
    return named, junk
