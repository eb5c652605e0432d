"""The trustee's steps except the release: init, join, approve, selftest, destroy (SPEC sections 4, 13 and 14).

Each returns what it made; refusals are SealingErrors with one sentence. Nothing here prints, asks or reads a clock.
"""

import os
from pathlib import Path
from typing import NamedTuple

from petitions.sealing import ed25519, envelope, manifest, release, xwing, zipfmt
from petitions.sealing.encoding import b32, day_text, grouped, hex_bytes, load_json, sha256
from petitions.sealing.errors import Malformed, Rejected, SealingError

_DRAFT = ("v", "scope", "title", "trustee", "n", "t")
_TEXT_CAP = 1 << 20


def key_fingerprint(identity, letter_key):
    """What trustees read to each other: 32 characters over both public keys of a trustee, in groups of four."""
    return grouped(b32(sha256(identity, letter_key)[:20]), 4)


def _one_line(text, most, what):
    if not isinstance(text, str) or not text.strip() or len(text) > most or not text.isprintable():
        raise Malformed("text", f"The {what} must be one line of text, at most {most} characters.")
    return text


def init(home, *, name, contact, url, passphrase, rand=os.urandom):
    """Make this trustee's identity once; returns {"name", "contact", "url", "ed25519"}."""
    seed = rand(32)
    fields = {
        "name": _one_line(name, 120, "name"),
        "contact": _one_line(contact, 300, "contact"),
        "url": _one_line(url, 300, "address"),
        "ed25519": ed25519.public(seed).hex(),
    }
    home.save_identity(fields, seed, passphrase)
    return fields


def read_draft(raw):
    """The invitation {"v", "scope", "title", "trustee", "n", "t"}, checked."""
    draft = load_json(raw, 64 * 1024)
    if not isinstance(draft, dict) or not all(key in draft for key in _DRAFT) or draft["v"] != 1:
        raise Malformed("draft", "This is not an invitation to be a trustee.")
    hex_bytes(draft["scope"], 32)
    _one_line(draft["title"], 300, "title")
    _one_line(draft["trustee"], 120, "trustee's name")
    n, t = draft["n"], draft["t"]
    if type(n) is not int or type(t) is not int or not 2 <= t <= n <= 7:
        raise Malformed("draft", "This invitation does not say how many trustees there are and how many open.")
    return draft


def join(home, draft, *, passphrase, rand=os.urandom):
    """Make a fresh key for the letter of this invitation; returns the answer to send back.

    Asked again for the same letter, it returns the same answer: a second key would lock the first names in.
    """
    identity = home.identity()
    scope = bytes.fromhex(draft["scope"])
    desk = home.letter(scope)
    if desk.joined:
        return desk.join()
    if any(known["scope"] == draft["scope"] for known in home.approved()):
        raise Rejected("reuse", "A letter with this scope was approved on this device before.")
    home.identity_seed(passphrase)  # one passphrase for all keys, and a wrong one is found now
    seed = rand(32)
    fields = {"v": 1, "scope": draft["scope"]} | identity | {"xwing": xwing.public(seed).hex()}
    desk.save_join(fields, seed, passphrase)
    return fields


class Reading(NamedTuple):
    """A letter that passed every check of `read_letter`. seat: this trustee's number, from 1."""

    desk: object
    manifest: object
    text: str
    seat: int


def _files(path):
    path = Path(path)
    names = ("manifest.json", "letter.md")
    if path.is_dir():
        if not all((path / name).is_file() for name in names):
            raise Malformed("letter", "The folder does not hold manifest.json and letter.md.")
        found = {item.name: item for item in path.iterdir() if item.name in names or item.name.startswith("letter.")}
        if any(item.stat().st_size > _TEXT_CAP for item in found.values()):
            raise Malformed("letter", "The letter is longer than it can be.")
        return {name: item.read_bytes() for name, item in found.items()}
    if not path.is_file():
        raise Malformed("letter", "There is no such folder or zip.")
    members = zipfmt.members(path)
    if not all(name in members for name in names):
        raise Malformed("letter", "The zip does not hold manifest.json and letter.md.")
    with path.open("rb") as file:
        found = {}
        for name, (offset, length) in members.items():
            if name in names or name.startswith("letter."):
                file.seek(offset)
                found[name] = file.read(min(length, _TEXT_CAP + 1))
    return found


def read_letter(home, path):
    """The Reading of a frozen letter in a folder or zip, after every check that needs no second person."""
    files = _files(path)
    letter = manifest.parse(files["manifest.json"], complete=True)
    identity = home.identity()
    desk = home.letter(letter.scope)
    answer = desk.join()
    seats = [
        i
        for i, one in enumerate(letter.trustees, 1)
        if (one.name, one.contact, one.url) == (identity["name"], identity["contact"], identity["url"])
        and one.ed25519.hex() == identity["ed25519"]
        and one.xwing.hex() == answer["xwing"]
    ]
    if len(seats) != 1:
        raise Rejected("approve", "Your name, contact, address and keys do not stand in this letter as you gave them.")
    if sha256(files["letter.md"]) != letter.letter_sha256:
        raise Rejected("letter", "The text is not the one in the manifest.")
    for row in letter.translations:
        if sha256(files.get(f"letter.{row.lang}.md", b"")) != row.sha256:
            raise Rejected("letter", f"The translation “{row.lang}” is not the one in the manifest.")
    text = _readable(files["letter.md"])
    for row in letter.translations:
        _readable(files[f"letter.{row.lang}.md"])
    _check_fresh(home, letter)
    return Reading(desk, letter, text, seats[0])


# Overrides, embeddings and isolates: on a terminal they show another text than the one that was hashed.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _readable(raw):
    """The text, which must be UTF-8 and look on any terminal like what it is."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("letter", "The text is not UTF-8.") from None
    if any(char in _REORDERING or (char < " " and char not in "\n\t") or "\x7f" <= char <= "\x9f" for char in text):
        raise Rejected("letter", "The text holds control characters, which can make it look like another text.")
    return text


def _record(letter):
    root = letter.eligibility.roster_root
    return {
        "letter_id": letter.letter_id.hex(),
        "scope": letter.scope.hex(),
        "issuer": sha256(letter.issuer_spki).hex(),
        "roster": root.hex() if root else None,
        "xwing": [sha256(key).hex() for key in letter.xwings],
    }


def _check_fresh(home, letter):
    new = _record(letter)
    for known in home.approved():
        if known["letter_id"] == new["letter_id"]:
            continue
        for field, words in (("scope", "scope"), ("issuer", "issuer key"), ("roster", "list of codes")):
            if new[field] and known[field] == new[field]:
                raise Rejected("reuse", f"Another letter that you approved has the same {words}.")
        if set(known["xwing"]) & set(new["xwing"]):
            raise Rejected("reuse", "Another letter that you approved has the key of one of these trustees.")


def approve(home, reading, *, fingerprint, passphrase):
    """{"trustee": i, "signature": hex} once the fingerprint heard from the other trustees is this letter's."""
    letter = reading.manifest
    if "".join(fingerprint.split()).lower() != letter.address:
        raise Rejected("fingerprint", "This is not the fingerprint of the letter before you. Do not approve it.")
    identity_seed = home.identity_seed(passphrase)
    try:
        seed = reading.desk.key(passphrase, b"\0" * 32)
    except Rejected as refusal:
        if refusal.check != "letter":
            raise
        seed = reading.desk.key(passphrase, letter.letter_id)
    home.save_approved(_record(letter))
    reading.desk.bind(seed, letter, passphrase)
    signature = release.approve(identity_seed, letter.letter_id)
    return {"trustee": reading.seat, "signature": signature.hex()}


def seat_of(home, letter):
    """This trustee's number in a letter approved here."""
    mine = home.identity()["ed25519"]
    seats = [i for i, one in enumerate(letter.trustees, 1) if one.ed25519.hex() == mine]
    if not seats:
        raise Rejected("home", "The identity in this folder is none of this letter's trustees.")
    return seats[0]


def selftest(home, named, *, passphrase, rand=os.urandom):
    """Whether the key kept here opens a box sealed to this trustee. Tier 0 and a fresh spk: never a real box."""
    desk = home.find(named)
    letter = desk.manifest()
    seat = seat_of(home, letter)
    private = xwing.private(desk.key(passphrase, letter.letter_id))
    secret = rand(33)
    info = envelope.share_info(letter_id=letter.letter_id, spk=ed25519.public(rand(32)), tier=0, seq=0, i=seat)
    try:
        return xwing.open(private, info, xwing.seal(letter.xwings[seat - 1], info, secret)) == secret
    except SealingError:
        return False


def destroy(home, named, *, passphrase, day):
    """Delete the letter key and return the signed statement {"trustee", "day", "signature"}."""
    desk = home.find(named)
    letter = desk.manifest()
    signature = release.destroyed(home.identity_seed(passphrase), letter.letter_id, day)
    desk.destroy_key()
    return {"trustee": seat_of(home, letter), "day": day_text(day), "signature": signature.hex()}
