"""What a trustee's device keeps: one folder, readable by its owner only, keys under a passphrase (SPEC section 14).

    identity.json, identity.key     name, contact, url, public key; Ed25519 seed in a key file
    approved.json                   what was approved before, so that nothing of it is ever approved twice
    letters/<scope>/                letter.key (X-Wing seed ‖ scope ‖ letter_id), join.json, manifest.json, state.json
"""

import json
import os
from pathlib import Path

from petitions.sealing import keyfile, manifest
from petitions.sealing.encoding import load_json
from petitions.sealing.errors import Malformed, Rejected

NOT_APPROVED = bytes(32)
MIN_PASSPHRASE = 8
_STATE_CAP = 64 << 20


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
        return load_json(path.read_bytes(), _STATE_CAP)

    def identity_seed(self, passphrase):
        """The Ed25519 seed."""
        self.identity()
        return keyfile.decrypt((self.path / "identity.key").read_bytes(), passphrase)

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
        return load_json(path.read_bytes(), _STATE_CAP) if path.is_file() else []

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
        return [self.letter(bytes.fromhex(item.name)) for item in sorted(root.iterdir())] if root.is_dir() else []

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
        return load_json((self.path / "join.json").read_bytes(), _STATE_CAP)

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
        return load_json(path.read_bytes(), _STATE_CAP) if path.is_file() else {}

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
