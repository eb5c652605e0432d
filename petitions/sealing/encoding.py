"""Bytes, integers, days and JSON, each with exactly one accepted spelling."""

import base64
import hashlib
import json
import re
from datetime import date, timedelta

from petitions.sealing.errors import Malformed

_EPOCH = date(1970, 1, 1)
_LAST_DAY = (date.max - _EPOCH).days
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HEX = re.compile(r"(?:[0-9a-f]{2})*")
_B32 = re.compile(r"[a-z2-7]*")


def sha256(*parts):
    """SHA-256 of the parts joined, 32 bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def u8(number):
    """One byte; the caller has checked the range."""
    return number.to_bytes(1, "big")


def u16(number):
    """Two bytes, big-endian."""
    return number.to_bytes(2, "big")


def u32(number):
    """Four bytes, big-endian."""
    return number.to_bytes(4, "big")


def b32(raw):
    """RFC 4648 base32 in lower case without padding."""
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def b32_bytes(text):
    """The bytes of what `b32` wrote; Malformed for any other spelling, also one with unused bits set."""
    if not isinstance(text, str) or not _B32.fullmatch(text) or len(text) % 8 in (1, 3, 6):
        raise Malformed("base32", "This is not lower-case base32 without padding.")
    raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    if b32(raw) != text:
        raise Malformed("base32", "The last character of this base32 text has unused bits set.")
    return raw


def hex_bytes(text, length):
    """`length` bytes from lower-case hex of exactly twice as many characters, else Malformed."""
    if not isinstance(text, str) or len(text) != 2 * length or not _HEX.fullmatch(text):
        raise Malformed("hex", f"Expected {length} bytes as lower-case hex.")
    return bytes.fromhex(text)


def day_number(text):
    """Days since 1970-01-01 UTC of a YYYY-MM-DD text; Malformed if it is no such day."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise Malformed("day", "A day is written YYYY-MM-DD.")
    try:
        number = (date(int(text[:4]), int(text[5:7]), int(text[8:])) - _EPOCH).days
    except ValueError:
        raise Malformed("day", "There is no such day.") from None
    if number < 0:
        raise Malformed("day", "Days before 1970 are not used.")
    return number


def day_text(number):
    """The YYYY-MM-DD text of a day number."""
    if not 0 <= number <= _LAST_DAY:
        raise Malformed("day", "There is no such day.")
    return (_EPOCH + timedelta(days=number)).isoformat()


def grouped(text, size):
    """The text in groups of `size` characters, for reading aloud."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def _distinct(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("json", "A key occurs twice in this JSON.")
    return found


def _no_such_number(_text):
    raise Malformed("json", "Only whole numbers are allowed in this JSON.")


def load_json(raw, max_bytes):
    """Parse strict UTF-8 JSON of at most `max_bytes`: no BOM, no duplicate key, no float, NaN or lone surrogate."""
    if len(raw) > max_bytes:
        raise Malformed("json", "This JSON is longer than allowed.")
    try:
        text = raw.decode("utf-8")
        found = json.loads(
            text, object_pairs_hook=_distinct, parse_float=_no_such_number, parse_constant=_no_such_number
        )
        if "\\u" in text:
            # Escapes are the only way to smuggle a lone surrogate past the UTF-8 decoder.
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Malformed("json", "This is not strict UTF-8 JSON.") from None
    return found


class Reader:
    """Takes fixed-length fields from the front of some bytes; Malformed when they run out or are left over."""

    def __init__(self, raw):
        self._raw = bytes(raw)
        self._at = 0

    def take(self, length):
        """The next `length` bytes."""
        end = self._at + length
        if length < 0 or end > len(self._raw):
            raise Malformed("length", "The bytes end too early.")
        part = self._raw[self._at : end]
        self._at = end
        return part

    def u8(self):
        """The next byte as a number."""
        return self.take(1)[0]

    def u16(self):
        """The next two bytes as a number."""
        return int.from_bytes(self.take(2), "big")

    def u32(self):
        """The next four bytes as a number."""
        return int.from_bytes(self.take(4), "big")

    def end(self):
        """Malformed unless everything was taken."""
        if self._at != len(self._raw):
            raise Malformed("length", "There are bytes after the end.")
