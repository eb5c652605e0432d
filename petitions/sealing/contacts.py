"""Supporters' contact details, sealed to the key holders of one petition (SPEC section 16). Any one of them opens all.

Not the letter's protocol: no threshold, no log, labels of its own. It keeps a mailbox from whoever has the database.
"""

import hmac
import json
import os
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from petitions.sealing import labels, xwing
from petitions.sealing.encoding import b32, grouped, hex_bytes, load_json, sha256, u8, u16, u32
from petitions.sealing.errors import Malformed, Rejected

PLAIN_LENGTH = 1024  # every contact has it, so that no length tells a name
KEY_LENGTH = 32
MOST_HOLDERS = 7
BOX_LENGTH = xwing.BOX_OVERHEAD + KEY_LENGTH
KEY_KIND = "undersigned-contacts-key"
MOST_KEY_FILE, MOST_HEADER = 8192, 65536
_NONCE = bytes(12)  # each key encrypts exactly one message
_HEAD, _ROW, _END = labels.CONTACT_EXPORT, 1, 2


def sealed_length(n):
    """Bytes of a contact sealed to n holders: 2,210 for one, 3,362 for two."""
    return 2 + BOX_LENGTH * n + PLAIN_LENGTH + 16


def _info(petition_id, n, i):
    return b"".join((labels.CONTACT_BOX, petition_id, u8(n), u8(i)))


def _body(petition_id, key, before):
    cipher = AESGCM(HKDF(SHA256(), 32, None, labels.CONTACT_KEY + petition_id).derive(key))
    return cipher, b"".join((labels.CONTACT, petition_id, sha256(before)))


def pad(fields):
    """1,024 bytes: u16 length ‖ JSON ‖ zeros; Malformed when the fields do not fit."""
    raw = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    if len(raw) > PLAIN_LENGTH - 2:
        raise Malformed("contact", "These contact details are too long.")
    return u16(len(raw)) + raw + bytes(PLAIN_LENGTH - 2 - len(raw))


def seal(*, petition_id, publics, fields, rand=os.urandom):
    """Contact details (a dictionary for JSON) for the X-Wing public keys of all holders, in order.

    petition_id: 16 bytes, to which every part is bound, so that a contact of one petition opens in no other.
    """
    n, key = len(publics), rand(KEY_LENGTH)
    if not 1 <= n <= MOST_HOLDERS:
        raise Malformed("contact", "Contacts are sealed to one to seven holders.")
    boxes = [xwing.seal(public, _info(petition_id, n, i), key) for i, public in enumerate(publics, 1)]
    before = b"".join((u8(_ROW), u8(n), *boxes))
    cipher, aad = _body(petition_id, key, before)
    return before + cipher.encrypt(_NONCE, pad(fields), aad)


def open(private, *, petition_id, i, sealed):
    """The fields of a contact, opened by holder i (from 1) with xwing.private(seed); Rejected when it is not theirs."""
    n = sealed[1] if len(sealed) > 1 else 0
    if sealed[:1] != u8(_ROW) or not 1 <= i <= n <= MOST_HOLDERS or len(sealed) != sealed_length(n):
        raise Malformed("contact", "This is not a sealed contact.")
    at = 2 + BOX_LENGTH * (i - 1)
    key = xwing.open(private, _info(petition_id, n, i), sealed[at : at + BOX_LENGTH])
    before = sealed[: 2 + BOX_LENGTH * n]
    cipher, aad = _body(petition_id, key, before)
    try:
        plain = cipher.decrypt(_NONCE, sealed[len(before) :], aad)
    except InvalidTag:
        raise Rejected("contact", "This contact was changed after it was sealed.") from None
    length = int.from_bytes(plain[:2], "big")
    if length > PLAIN_LENGTH - 2 or any(plain[2 + length :]):
        raise Malformed("contact", "What this contact holds has no proper end.")
    fields = load_json(plain[2 : 2 + length], PLAIN_LENGTH)
    if not isinstance(fields, dict):
        raise Malformed("contact", "What this contact holds is no set of fields.")
    return fields


def tag(key, petition_id, address):
    """The 32 bytes that stand for a canonical address in one petition; nothing without the petition's 32-byte key."""
    return hmac.digest(key, b"".join((labels.CONTACT_TAG, petition_id, address.encode("utf-8"))), "sha256")


def paper_tag(key, petition_id, address):
    """The same for a row from paper. The two never meet: whoever takes a row in learns nothing about who has signed."""
    return hmac.digest(key, b"".join((labels.CONTACT_PAPER, petition_id, address.encode("utf-8"))), "sha256")


def fingerprint(public):
    """What holders read to each other: 32 characters in groups of four."""
    return grouped(b32(sha256(labels.CONTACT_KEY, public)[:20]), 4)


def key_file(*, name, public):
    """The public file of a holder, in bytes: what the petition is given."""
    found = {"v": 1, "kind": KEY_KIND, "name": name, "xwing": public.hex()}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def read_key_file(raw):
    """(name, 1,216-byte public key) of a holder's public file; Malformed or Rejected."""
    found = load_json(raw, MOST_KEY_FILE)
    if not isinstance(found, dict) or set(found) != {"v", "kind", "name", "xwing"}:
        raise Malformed("key", "This is not a public key file for contacts.")
    name = found["name"]
    if (found["v"], found["kind"]) != (1, KEY_KIND) or not isinstance(name, str) or not 0 < len(name.strip()) <= 80:
        raise Malformed("key", "This is not a public key file for contacts.")
    if not name.isprintable():
        raise Malformed("key", "The name in this key file holds characters that cannot be shown.")
    public = hex_bytes(found["xwing"], xwing.PUBLIC_LENGTH)
    xwing.check_public(public)
    return name.strip(), public


class Header(NamedTuple):
    """The beginning of an export: which petition, whose keys in which order, and who may be asked to send updates."""

    petition_id: bytes
    title: str
    organizations: list
    holders: list  # fingerprints, in order


def export(header, rows):
    """Yield an export in pieces: the header, then every sealed contact as it is, then their number."""
    told = {
        "v": 1, "petition": header.petition_id.hex(), "title": header.title,
        "organizations": list(header.organizations), "holders": list(header.holders),
    }  # fmt: skip
    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    yield _HEAD + u32(len(raw)) + raw
    number = 0
    for sealed in rows:
        number += 1
        yield sealed
    yield u8(_END) + u32(number)


def read_export(file):
    """(Header, iterator of sealed contacts) of an export; Malformed when it was cut off or is none."""
    if file.read(len(_HEAD)) != _HEAD:
        raise Malformed("export", "This is not an export of contacts.")
    length = int.from_bytes(file.read(4), "big")
    if length > MOST_HEADER:
        raise Malformed("export", "This is not an export of contacts.")
    told = load_json(file.read(length), MOST_HEADER)
    try:
        header = Header(hex_bytes(told["petition"], 16), told["title"], told["organizations"], told["holders"])
    except (KeyError, TypeError):
        raise Malformed("export", "This is not an export of contacts.") from None
    if told.get("v") != 1 or not isinstance(header.holders, list) or not isinstance(header.organizations, list):
        raise Malformed("export", "This is not an export of contacts.")
    return header, _rows(file, sealed_length(len(header.holders)))


def _rows(file, length):
    number = 0
    while kind := file.read(1):
        if kind == u8(_END):
            if file.read() != u32(number):
                break
            return
        row = kind + file.read(length - 1)
        if kind != u8(_ROW) or len(row) != length:
            break
        number += 1
        yield row
    raise Malformed("export", "This export was cut off or changed: have it made again.")
