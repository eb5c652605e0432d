"""The 512 bytes that are sealed: which name a plaintext holds, or that it is junk (SPEC section 7).

Every tool must agree on what is junk, so nothing here is left to a JSON library's taste.
"""

import json
import re
import unicodedata

from petitions.sealing.errors import Malformed, Rejected

LENGTH = 512
FIELDS = ("name", "title", "team", "note")
NAME_LIMIT = 120

# "NFC" here means NFC of Unicode 14.0. What that version knew keeps its form for ever; these ranges (first, last) are
# what 15.0 to 18.0 added that composes or reorders. Two runtimes could disagree about them, so they are junk to all.
UNSETTLED = (
    (0x5C8, 0x5C9), (0x897, 0x897), (0x1ACF, 0x1AF0), (0x105C9, 0x105C9), (0x105D2, 0x105D2), (0x105DA, 0x105DA),
    (0x105E4, 0x105E4), (0x10D69, 0x10D6D), (0x10ECB, 0x10ECF), (0x10EF0, 0x10EFB), (0x10EFD, 0x10EFF),
    (0x11382, 0x11385), (0x1138B, 0x1138B), (0x1138E, 0x1138E), (0x11390, 0x11391), (0x113B8, 0x113B8),
    (0x113BB, 0x113BB), (0x113C2, 0x113C2), (0x113C5, 0x113C5), (0x113C7, 0x113C9), (0x113CE, 0x113D0),
    (0x11F41, 0x11F42), (0x1611E, 0x16129), (0x1612F, 0x1612F), (0x16D63, 0x16D63), (0x16D67, 0x16D6A),
    (0x1D127, 0x1D128), (0x1D250, 0x1D252), (0x1D25B, 0x1D25C), (0x1D25F, 0x1D25F), (0x1D280, 0x1D281),
    (0x1E08F, 0x1E08F), (0x1E4EC, 0x1E4EF), (0x1E5EE, 0x1E5EF), (0x1E6E3, 0x1E6E3), (0x1E6E6, 0x1E6E6),
    (0x1E6EE, 0x1E6EF), (0x1E6F5, 0x1E6F5),
)  # fmt: skip
# Cc, bidi and Cs: in every version of Unicode these and no others.
_NEVER = (
    (0, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069), (0xD800, 0xDFFF),
)  # fmt: skip
_FORBIDDEN = re.compile("[%s]" % "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _NEVER + UNSETTLED))


class _Junk(ValueError):  # noqa: N818 - no error, a finding
    """This plaintext names nobody."""


def _identity(pairs):
    fields = {}
    for key, value in pairs:
        if key not in FIELDS or key in fields or not isinstance(value, str):
            raise _Junk
        fields[key] = value
    return fields


# Made once: json.loads would make one for every name.
_DECODER = json.JSONDecoder(object_pairs_hook=_identity)


def _is_clean(text):
    if text.isascii():
        return text.isprintable()
    return not _FORBIDDEN.search(text) and unicodedata.is_normalized("NFC", text)


def read(raw):
    """{"name": …, "title"?, "team"?, "note"?} from exactly 512 bytes, or None where the plaintext is junk.

    Never raises for bytes: a junk plaintext is a fact about an entry, not an error.
    """
    if len(raw) != LENGTH:
        return None
    end = 2 + int.from_bytes(raw[:2], "big")
    if end > LENGTH or raw[end:].strip(b"\x00"):
        return None
    try:
        text = raw[2:end].decode("utf-8")
        fields = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or not 1 <= len(fields.get("name", "")) <= NAME_LIMIT:
        return None
    return fields if all(map(_is_clean, fields.values())) else None


def pad(fields):
    """The 512-byte form of {"name": …, "title"?, "team"?, "note"?}; refuses what `read` would call junk."""
    text = json.dumps({key: fields[key] for key in FIELDS if key in fields}, ensure_ascii=False, separators=(",", ":"))
    try:
        body = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Rejected("plaintext", "These fields hold a character that cannot be sealed.") from None
    if len(body) > LENGTH - 2:
        raise Rejected("plaintext", "The fields are too long together.")
    raw = (len(body).to_bytes(2, "big") + body).ljust(LENGTH, b"\x00")
    if set(fields) - set(FIELDS):
        raise Malformed("plaintext", "Only name, title, team and note can be sealed.")
    if read(raw) is None:
        raise Rejected("plaintext", "These fields hold no name or a character that cannot be sealed.")
    return raw
