"""Whether the log kept what a receipt promised: the proof that a signatory has against a server that drops them."""

from typing import NamedTuple

from petitions.sealing import checkpoints, log
from petitions.sealing.encoding import b32, day_text, hex_bytes, load_json
from petitions.sealing.errors import Malformed, Rejected

FILE_BYTES = 64 * 1024
MOST_NOTES = 100


class Promise(NamedTuple):
    """A receipt, the checkpoints that its holder saw (notes as bytes), and the day number on which it is asked."""

    receipt: bytes
    notes: tuple
    today: int


def read_promise(raw, *, today):
    """The Promise in the bytes of a saved receipt or of a proof; its other fields are not needed here."""
    found = load_json(bytes(raw), FILE_BYTES)
    notes = found.get("checkpoints", []) if isinstance(found, dict) else None
    if not isinstance(notes, list) or len(notes) > MOST_NOTES or not all(isinstance(note, str) for note in notes):
        raise Malformed("promise", "This file holds no receipt that was saved after signing.")
    if not isinstance(found.get("receipt"), str):
        raise Malformed("promise", "This file holds no receipt that was saved after signing.")
    receipt = hex_bytes(found["receipt"], log.RECEIPT_LENGTH)
    return Promise(receipt, tuple(note.encode("utf-8") for note in notes), today)


def proof_file(letter, receipt, notes):
    """The JSON fields of a proof: a receipt, and the notes its holder saw, as the page saves them."""
    fields = {"v": 1, "letter": b32(letter.letter_id[:20]), "letter_id": letter.letter_id.hex()}
    return fields | {"receipt": receipt.hex(), "checkpoints": [note.decode("utf-8") for note in notes]}


def check_promise(promise, *, letter, leaves, marks):
    """What became of the receipt in this log, as (whether it was late, a sentence).

    leaves: the log's leaf hashes in order. marks: its Checkpoints, oldest first. Rejected("promise") if the log lacks
    an entry whose day has passed, Rejected("log") if it is not an extension of a checkpoint that the holder saw.
    """
    leaf, day = log.verify_receipt(letter.log.ed25519, letter.letter_id, promise.receipt)
    who = {"public": letter.log.ed25519, "origin": letter.log.origin, "letter_id": letter.letter_id}
    _must_extend([checkpoints.parse_checkpoint(note, **who) for note in promise.notes], leaves)
    try:
        index = leaves.index(leaf)
    except ValueError:
        # The batch at the 00:00 that ends the receipt's day carries the next day's date.
        if promise.today > day + 1 or any(mark.day > day + 1 for mark in marks):
            text = f"The log signed that it would hold entry {leaf.hex()} by the end of {day_text(day)}, and does not."
            raise Rejected("promise", f"{text} The receipt is the proof.") from None
        return False, f"the receipt is valid, and its entry is not due before the end of {day_text(day)}"
    into = next((mark for mark in marks if mark.size > index), None)
    if into is None:
        raise Rejected("log", "No checkpoint of this log covers the entry.")
    late = into.day > day + 1
    return late, f"the entry of this receipt is in the log since {day_text(into.day)}{', later than promised' * late}"


def _must_extend(seen, leaves):
    tree = log.Frontier()
    for mark in sorted(seen, key=lambda one: one.size):
        if mark.size > len(leaves):
            raise Rejected("log", "The log was rolled back: it is shorter than a checkpoint it had signed.")
        for leaf in leaves[tree.size : mark.size]:
            tree.append(leaf)
        if tree.root() != mark.root:
            raise Rejected("log", "The log was changed: it is not an extension of a checkpoint it had signed.")
