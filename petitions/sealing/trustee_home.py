"""What a trustee's device keeps: one folder, readable by its owner only, keys under a passphrase (SPEC section 14).

identity.json, identity.key     name, contact, url, public key; Ed25519 seed in a key file
approved.json                   what was approved before, so that nothing of it is ever approved twice
letters/<scope>/                letter.key (X-Wing seed ‖ scope ‖ letter_id), join.json, manifest.json, state.json
"""

import json
import os
import re
from datetime import datetime
from pathlib import Path

from petitions.sealing import entries, keyfile, manifest
from petitions.sealing.encoding import hex_bytes, load_json
from petitions.sealing.errors import Malformed, Rejected

NOT_APPROVED = bytes(32)
MIN_PASSPHRASE = 8
_STATE_CAP = 64 << 20
_SCOPE = re.compile("[0-9a-f]{64}")
_WAVE = re.compile("[1-9][0-9]{0,2}")
_TEXTS = ("name", "contact", "url")


def _read(path, check):
    """The JSON in a file of the home, after `check(found)` has said that its shape is ours; people do edit files."""
    try:
        found = load_json(path.read_bytes(), _STATE_CAP)
        check(found)
    except Malformed:
        text = f"The file {path.name} in the trustee's folder is damaged or was changed. Restore it from your copy."
        raise Malformed("home", text) from None
    return found


def _must(holds):
    if not holds:
        raise Malformed("home", "This is not the shape of a trustee's file.")


def _dict(found, *keys):
    _must(isinstance(found, dict) and all(key in found for key in keys))


def _identity(found):
    _dict(found, *_TEXTS, "ed25519")
    _must(all(isinstance(found[key], str) for key in _TEXTS))
    hex_bytes(found["ed25519"], 32)


def _join(found):
    _dict(found, "v", "scope", "xwing")
    _identity(found)
    _must(found["v"] == 1)
    hex_bytes(found["scope"], 32)
    hex_bytes(found["xwing"], 1216)


def _approved(found):
    _must(isinstance(found, list))
    for record in found:
        _dict(record, "letter_id", "scope", "issuer", "roster", "xwing")
        for key in ("letter_id", "scope", "issuer", "roster"):
            if key != "roster" or record[key] is not None:
                hex_bytes(record[key], 32)
        _must(isinstance(record["xwing"], list))
        for known in record["xwing"]:
            hex_bytes(known, 32)


def _state(found):
    _must(isinstance(found, dict))
    parts = (found.get(key) for key in ("seen", "notices", "withdrawals"))
    seen, notices, withdrawals = ({} if part is None else part for part in parts)
    _must(all(isinstance(part, dict) for part in (seen, notices, withdrawals)))
    if seen:
        _dict(seen, "size", "root")
        _must(type(seen["size"]) is int and seen["size"] >= 0)
        hex_bytes(seen["root"], 32)
    for wave, told in notices.items():
        _must(_WAVE.fullmatch(wave))
        _dict(told, "sha256", "first_seen")
        hex_bytes(told["sha256"], 32)
        _moment(told["first_seen"])
    for raw, handed in withdrawals.items():
        entry = entries.parse(hex_bytes(raw, entries.WITHDRAW_LENGTH))
        _must(isinstance(entry, entries.Withdraw))
        _moment(handed)


def _moment(text):
    _must(isinstance(text, str))
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    # Without its zone a moment could not be compared with now.
    _must(at is not None and at.tzinfo is not None)


def default_home():
    """~/.undersigned-trustee"""
    return Path.home() / ".undersigned-trustee"


def write_private(path, raw):
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def to_json(found):
    """Readable JSON bytes."""
    return json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


class Home:
    """The folder as a whole."""

    def __init__(self, path):
        self.path = Path(path)

    def identity(self):
        """{"name", "contact", "url", "ed25519"} of this trustee."""
        path = self.path / "identity.json"
        if not path.is_file():
            raise Rejected("home", "This device has no trustee identity yet: run “init” first.")
        return _read(path, _identity)

    def identity_seed(self, passphrase):
        """The Ed25519 seed."""
        self.identity()
        path = self.path / "identity.key"
        if not path.is_file():
            raise Rejected("key", "The key of your identity is not here. Restore identity.key from your copy.")
        seed = keyfile.decrypt(path.read_bytes(), passphrase)
        if len(seed) != 32:
            raise Malformed("key", "The file identity.key holds another kind of key.")
        return seed

    def save_identity(self, fields, seed, passphrase):
        """Keep a new identity; refuses to replace one."""
        if (self.path / "identity.json").exists():
            raise Rejected("home", "This device has a trustee identity already.")
        if len(passphrase) < MIN_PASSPHRASE:
            raise Rejected("passphrase", f"The passphrase needs at least {MIN_PASSPHRASE} characters.")
        write_private(self.path / "identity.key", keyfile.encrypt(seed, passphrase))
        write_private(self.path / "identity.json", to_json(fields))

    def approved(self):
        """What was approved on this device: list of dicts of hex text."""
        path = self.path / "approved.json"
        return _read(path, _approved) if path.is_file() else []

    def save_approved(self, record):
        """Remember an approved letter for ever."""
        others = [known for known in self.approved() if known["letter_id"] != record["letter_id"]]
        write_private(self.path / "approved.json", to_json([*others, record]))

    def letter(self, scope):
        """The Desk of the letter with this scope (32 bytes)."""
        return Desk(self.path / "letters" / scope.hex(), scope)

    def letters(self):
        """The Desks of all letters joined here."""
        root = self.path / "letters"
        # Other programs leave files of their own in every folder they look into.
        names = sorted(item.name for item in root.iterdir() if item.is_dir()) if root.is_dir() else []
        return [self.letter(bytes.fromhex(name)) for name in names if _SCOPE.fullmatch(name)]

    def find(self, named):
        """The Desk of an approved letter named by its address or its letter_id in hex."""
        wanted = named.replace(" ", "").lower()
        for desk in self.letters():
            letter = desk.manifest()
            if letter and wanted in (letter.address, letter.letter_id.hex()):
                return desk
        raise Rejected("letter", "No letter of this name was approved on this device.")


class Desk:
    """What is kept for one letter."""

    def __init__(self, path, scope):
        self.path, self.scope = path, scope

    @property
    def joined(self):
        """Whether a key was made for this letter here."""
        return (self.path / "join.json").is_file()

    def join(self):
        """The answer that was given to the invitation."""
        if not self.joined:
            raise Rejected("join", "This device made no key for this letter: it has another scope.")
        return _read(self.path / "join.json", _join)

    def save_join(self, fields, seed, passphrase):
        """Keep a fresh letter key and the answer."""
        self._save_key(seed, NOT_APPROVED, passphrase)
        write_private(self.path / "join.json", to_json(fields))

    def _save_key(self, seed, letter_id, passphrase):
        write_private(self.path / "letter.key", keyfile.encrypt(seed + self.scope + letter_id, passphrase))

    def key(self, passphrase, letter_id):
        """The X-Wing seed, if the key file is for this letter_id (NOT_APPROVED before `approve`)."""
        path = self.path / "letter.key"
        if not path.is_file():
            raise Rejected("key", "The key for this letter is not on this device; it was destroyed or moved.")
        payload = keyfile.decrypt(path.read_bytes(), passphrase)
        if len(payload) != 96 or payload[32:64] != self.scope:
            raise Malformed("key", "The key file belongs to another letter.")
        if payload[64:] != letter_id:
            raise Rejected("letter", "The key on this device was approved for another letter, or not yet for any.")
        return payload[:32]

    def bind(self, seed, letter, passphrase):
        """Tie the key file to the approved letter for good."""
        self._save_key(seed, letter.letter_id, passphrase)
        write_private(self.path / "manifest.json", letter.raw)

    def manifest(self):
        """The approved Manifest, or None."""
        path = self.path / "manifest.json"
        return manifest.parse(path.read_bytes(), complete=True) if path.is_file() else None

    def state(self):
        """{"seen", "notices", "withdrawals"}: the last log seen, when notices were first seen, what was handed in."""
        path = self.path / "state.json"
        found = _read(path, _state) if path.is_file() else {}
        return {key: part for key, part in found.items() if part is not None}

    def save_state(self, state):
        """Keep the state."""
        write_private(self.path / "state.json", to_json(state))

    def destroy_key(self):
        """Overwrite and delete the key file."""
        path = self.path / "letter.key"
        if not path.is_file():
            raise Rejected("key", "The key for this letter is not on this device; it was destroyed or moved.")
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
