"""The 512 bytes that are sealed: which name a plaintext holds, or that it is junk (SPEC section 7).

Every tool must agree on what is junk, so nothing here is left to a JSON library's taste.
"""

import json
import unicodedata

from petitions.sealing.errors import Malformed, Rejected

LENGTH = 512
FIELDS = ("name", "title", "team", "note")
NAME_LIMIT = 120

# "NFC" here means NFC of Unicode 14.0. What that version knew keeps its form for ever; these ranges (first, last) are
# what 15.0 to 18.0 added that composes or reorders. Two runtimes could disagree about them, so they are junk to all.
UNSETTLED = tuple(
    (int(first, 16), int(last or first, 16))
    for first, _, last in (
        part.partition("-")
        for part in (
            "5C8-5C9 897 1ACF-1AF0 105C9 105D2 105DA 105E4 10D69-10D6D 10ECB-10ECF 10EF0-10EFB 10EFD-10EFF "
            "11382-11385 1138B 1138E 11390-11391 113B8 113BB 113C2 113C5 113C7-113C9 113CE-113D0 11F41-11F42 "
            "1611E-16129 1612F 16D63 16D67-16D6A 1D127-1D128 1D250-1D252 1D25B-1D25C 1D25F 1D280-1D281 1E08F "
            "1E4EC-1E4EF 1E5EE-1E5EF 1E6E3 1E6E6 1E6EE-1E6EF 1E6F5"
        ).split()
    )
)
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_FORBIDDEN = frozenset(_BIDI).union(chr(point) for first, last in UNSETTLED for point in range(first, last + 1))


class _Junk(ValueError):
    """This plaintext names nobody."""


def _identity(pairs):
    fields = {}
    for key, value in pairs:
        if key not in FIELDS or key in fields or not isinstance(value, str):
            raise _Junk
        fields[key] = value
    return fields


def _refuse(_text):
    raise _Junk


def _is_clean(text):
    return (
        _FORBIDDEN.isdisjoint(text)
        and unicodedata.is_normalized("NFC", text)
        and not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
    )


def read(raw):
    """{"name": …, "title"?, "team"?, "note"?} from exactly 512 bytes, or None where the plaintext is junk.

    Never raises for bytes: a junk plaintext is a fact about an entry, not an error.
    """
    if len(raw) != LENGTH:
        return None
    end = 2 + int.from_bytes(raw[:2], "big")
    if end > LENGTH or any(raw[end:]):
        return None
    try:
        text = raw[2:end].decode("utf-8")
        fields = json.loads(text, object_pairs_hook=_identity, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or not 1 <= len(fields.get("name", "")) <= NAME_LIMIT:
        return None
    return fields if all(map(_is_clean, fields.values())) else None


def pad(fields):
    """The 512-byte form of {"name": …, "title"?, "team"?, "note"?}; refuses what `read` would call junk."""
    text = json.dumps(
        {key: fields[key] for key in FIELDS if key in fields}, ensure_ascii=False, separators=(",", ":")
    )
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
