"""The files that browsers run for a letter: as they are built now, and as each letter was frozen with.

A manifest names them by their SHA-256, in the order of NAMES. Letters frozen before the offline pages existed name the
signing script alone.
"""

import base64
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

SCRIPT, SIGN_PAGE, TRUSTEE_PAGE = NAMES = ("letter.js", "sign.html", "trustee.html")


@dataclass(frozen=True)
class Client:
    """One file of a frozen letter."""

    name: str
    sha256: bytes

    @property
    def hex(self):
        return self.sha256.hex()

    @property
    def spoken(self):
        """The SHA-256 in base32, as all fingerprints here are read aloud: 52 characters."""
        return base64.b32encode(self.sha256).decode("ascii").rstrip("=").lower()


def named(manifest):
    """The Clients that a letter's manifest names."""
    return [Client(name, digest) for name, digest in zip(NAMES, manifest.client_sha256, strict=False)]


def of(name, content):
    """The Client that these bytes are."""
    return Client(name, sha256(content).digest())


def deployed(name):
    """The bytes that the next freeze takes; FileNotFoundError when nothing was built here."""
    return settings.CLIENT_BUNDLE.with_name(name).read_bytes()


def place(name, digest):
    """Where the file with this SHA-256 (hex) is kept for the letters that name it."""
    return settings.CLIENTS_DIR / digest / name
