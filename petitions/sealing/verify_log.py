"""Verifying the log of a bundle: checkpoints, every entry, every receipt (SPEC sections 7, 8 and 11)."""

from array import array
from bisect import bisect_right
from itertools import pairwise

from petitions.sealing import checkpoints, entries, log, manifest, passes
from petitions.sealing.encoding import day_text
from petitions.sealing.errors import Malformed, Rejected, SealingError
from petitions.sealing.waves import Line

CHUNK = 1000


def read_checkpoints(raw, letter):
    """The verified checkpoints of checkpoints.txt, sizes rising, days never falling."""
    found = [
        checkpoints.parse_checkpoint(
            note, public=letter.log.ed25519, origin=letter.log.origin, letter_id=letter.letter_id
        )
        for note in checkpoints.split_notes(raw)
    ]
    floor = (0, letter.opens)
    for one in found:
        if one.size <= floor[0] or one.day < floor[1]:
            raise Rejected("checkpoints", "The checkpoints do not grow from one to the next.")
        floor = (one.size, one.day)
    return found


class LogBook:
    """What one pass over entries.bin finds: lines, offsets and counts, while the tree is rebuilt."""

    def __init__(self, piece, marks):
        self.piece, self.marks = piece, marks
        self.lines, self.offsets = [], array("Q")
        self.assisted = self.signs = 0
        self.roots_wrong = []

    def tasks(self):
        """Yield (offset, bytes) of up to CHUNK entries, taking them in on the way."""
        tree, at, start, block, base = log.Frontier(), 0, 0, b"", 0
        marks = {one.size: one.root for one in self.marks}
        total = self.piece.length
        while at < total:
            if at - base + entries.SIGN_LENGTH > len(block) and base + len(block) < total:
                base, block = at, self.piece.read(at, min(1 << 20, total - at))
            kind = block[at - base]
            length = entries.SIGN_LENGTH if kind == 1 else entries.WITHDRAW_LENGTH
            raw = block[at - base : at - base + length]
            if len(raw) != length or kind not in (1, 2):
                raise Malformed("entries", "The entries do not parse to the end.")
            self._take(raw, at)
            tree.append(self.lines[-1].leaf)
            at += length
            if tree.size in marks and tree.root() != marks[tree.size]:
                self.roots_wrong.append(tree.size)
            if len(self.lines) % CHUNK == 0 or at == total:
                yield start, at - start
                start = at

    def _take(self, raw, at):
        leaf = log.leaf_hash(raw)
        if raw[0] == 1:
            tier, seq = int.from_bytes(raw[34:36], "big"), int.from_bytes(raw[36:38], "big")
            self.lines.append(Line(raw[39:71], seq, leaf, tier))
            self.signs += 1
            self.assisted += raw[38] & entries.ASSISTED
        else:
            self.lines.append(Line(raw[36:68], int.from_bytes(raw[34:36], "big"), leaf, None))
        self.offsets.append(at)

    def check_roots(self):
        """Every checkpoint must be over a beginning of exactly these entries."""
        size = self.marks[-1].size if self.marks else 0
        if self.roots_wrong or size != len(self.lines):
            raise Rejected("log", "The entries are not those that the checkpoints were signed over.")

    def entry(self, index):
        """The bytes of one entry."""
        length = entries.WITHDRAW_LENGTH if self.lines[index].tier is None else entries.SIGN_LENGTH
        return self.piece.read(self.offsets[index], length)


class _CheckEntries:
    def __init__(self, piece, manifest_raw):
        self.piece, self.manifest = piece, manifest.parse(manifest_raw, complete=True)
        self.issuer = passes.load_issuer(self.manifest.issuer_spki)

    def __call__(self, task):
        """None, or the refusal of the first bad entry in this stretch."""
        try:
            for entry in entries.parse_stream(self.piece.read(*task)):
                if isinstance(entry, entries.Sign):
                    entries.check_entry(entry, manifest=self.manifest, issuer=self.issuer)
                else:
                    entries.check_withdraw(entry, manifest=self.manifest)
        except SealingError as refusal:
            return refusal
        return None


def read_log(piece, marks, letter, crew):
    """The LogBook of entries.bin, every entry checked by itself."""
    book = LogBook(piece, marks)
    for refusal in crew.each(_CheckEntries, (piece, letter.raw), book.tasks()):
        if refusal is not None:
            raise Rejected("entries", f"An entry of the log is not valid: {refusal}")
    return book


def describe(book, marks):
    """Lines for people about the log: how it grew, and how much of it was assisted."""
    assisted = f"{book.assisted} of {book.signs} signatures were made with the server's help (assisted)"
    sizes = [0, *(one.size for one in marks)]
    grown = [f"{day_text(one.day)} +{new - old}" for one, (old, new) in zip(marks, pairwise(sizes), strict=True)]
    shown = grown if len(grown) <= 12 else [*grown[:3], "…", *grown[-8:]]
    return [assisted, "growth by batch: " + (", ".join(shown) or "none yet")]


class _CheckReceipts:
    def __init__(self, piece, public, letter_id):
        self.piece, self.public, self.letter_id = piece, public, letter_id

    def __call__(self, task):
        raw = self.piece.read(*task)
        try:
            for at in range(0, len(raw), log.RECEIPT_LENGTH):
                log.verify_receipt(self.public, self.letter_id, raw[at : at + log.RECEIPT_LENGTH])
        except SealingError as refusal:
            return refusal
        return None


def check_receipts(piece, book, letter, by_leaf, crew):
    """How many entries came into the log after their receipt's day. `by_leaf`: entry numbers sorted by leaf hash.

    There must be one receipt for every entry, sorted, and each must name the last day of a 7-day period.
    """
    width, late = log.RECEIPT_LENGTH, 0
    if piece.length != width * len(by_leaf):
        raise Rejected("receipts", "There is not exactly one receipt for every entry of the log.")

    def tasks():
        nonlocal late
        sizes = [one.size for one in book.marks]
        for first in range(0, len(by_leaf), CHUNK):
            part = by_leaf[first : first + CHUNK]
            raw = piece.read(first * width, len(part) * width)
            for at, index in enumerate(part):
                record = raw[at * width : at * width + 36]
                day = int.from_bytes(record[32:], "big")
                if record[:32] != book.lines[index].leaf or log.receipt_day(opens=letter.opens, day=day) != day:
                    raise Rejected("receipts", "A receipt is out of order, for no entry, or for an impossible day.")
                # The batch at the 00:00 that ends the receipt's day carries the next day's date.
                late += book.marks[bisect_right(sizes, index)].day > day + 1
            yield first * width, len(raw)

    parts = (piece, letter.log.ed25519, letter.letter_id)
    for refusal in crew.each(_CheckReceipts, parts, tasks()):
        if refusal is not None:
            raise Rejected("receipts", f"A receipt is not valid: {refusal}")
    return late
