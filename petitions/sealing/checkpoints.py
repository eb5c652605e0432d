"""Checkpoints: C2SP signed notes that fix the size and root of a letter's log on a day (SPEC section 8)."""

import base64
import re
from typing import NamedTuple

from petitions.sealing import ed25519
from petitions.sealing.encoding import day_number, day_text, sha256
from petitions.sealing.errors import Malformed, Rejected

SEPARATOR = b"\n---\n"
MAX_SIZE = 2**32 - 1

_NOTE = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,9})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"day (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"\n\u2014 (?P<name>[^ \n]+) (?P<signature>[A-Za-z0-9+/]{91}=)\n"
)


class Checkpoint(NamedTuple):
    """A checkpoint whose signature was verified; `day` is a day number, `raw` the note as signed."""

    origin: str
    size: int
    root: bytes
    day: int
    raw: bytes


def note_origin(origin, letter_id):
    """The first line of a letter's notes, which is also the name of its key."""
    return f"{origin}/{letter_id.hex()}"


def _key_id(name, public):
    return sha256(name.encode("utf-8"), b"\n\x01", public)[:4]


def sign_checkpoint(seed, *, origin, letter_id, size, root, day):
    """The signed note, as bytes with its final newline."""
    if len(root) != 32 or not 0 <= size <= MAX_SIZE:
        raise Malformed("checkpoint", "A checkpoint has a 32-byte root and a size.")
    name = note_origin(origin, letter_id)
    text = f"{name}\n{size}\n{base64.b64encode(root).decode()}\nday {day_text(day)}\n"
    key_id = _key_id(name, ed25519.public(seed))
    signature = base64.b64encode(key_id + ed25519.sign(seed, text.encode("utf-8"))).decode()
    return f"{text}\n\u2014 {name} {signature}\n".encode()


def parse_checkpoint(raw, *, public, origin, letter_id):
    """The Checkpoint in a note that this log key signed for this letter."""
    try:
        found = _NOTE.fullmatch(raw.decode("utf-8"))
    except UnicodeDecodeError:
        found = None
    if not found:
        raise Malformed("checkpoint", "This is not a checkpoint.")
    name = note_origin(origin, letter_id)
    root, signature = _strict_base64(found["root"]), _strict_base64(found["signature"])
    if found["origin"] != name or found["name"] != name:
        raise Rejected("checkpoint", "This checkpoint belongs to another log.")
    if int(found["size"]) > MAX_SIZE:
        raise Malformed("checkpoint", "This is not a checkpoint.")
    if signature[:4] != _key_id(name, public):
        raise Rejected("checkpoint", "This checkpoint is signed by another key.")
    ed25519.verify(public, signature[4:], raw[: raw.index(b"\n\n") + 1])
    return Checkpoint(name, int(found["size"]), root, day_number(found["day"]), raw)


def _strict_base64(text):
    raw = base64.b64decode(text)
    if base64.b64encode(raw).decode() != text:
        raise Malformed("checkpoint", "This is not a checkpoint.")
    return raw


def join_notes(notes):
    """The bytes of checkpoints.txt, oldest note first."""
    return SEPARATOR.join(notes)


def split_notes(raw):
    """The notes in checkpoints.txt, not yet parsed; empty bytes hold none."""
    return raw.split(SEPARATOR) if raw else []
