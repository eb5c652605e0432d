"""A trustee's key file: any payload under a passphrase, scrypt (N = 2^17, r = 8, p = 1) and ChaCha20-Poly1305.

0x01 ‖ salt 32 ‖ ciphertext with its 16-byte tag. The fresh salt makes a fresh key, so the nonce is constant; the first
33 bytes are authenticated too. The cost (about 0.4 s and 128 MiB for each guess) is part of version 1.
"""

import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from petitions.sealing.errors import Malformed, Rejected

SALT_LENGTH = 32
OVERHEAD = 1 + SALT_LENGTH + 16

_VERSION = b"\x01"
_NONCE = bytes(12)


def _cipher(passphrase, salt):
    # One spelling for what the same keys type on different systems.
    secret = unicodedata.normalize("NFC", passphrase)
    try:
        typed = secret.encode("utf-8")
    except UnicodeEncodeError:
        raise Rejected("passphrase", "The passphrase holds a character that cannot be used.") from None
    if not typed:
        raise Rejected("passphrase", "The passphrase is empty.")
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(typed))


def encrypt(payload, passphrase, *, rand=os.urandom):
    """The bytes of a key file, 49 longer than the payload."""
    salt = rand(SALT_LENGTH)
    head = _VERSION + salt
    return head + _cipher(passphrase, salt).encrypt(_NONCE, payload, head)


def decrypt(raw, passphrase):
    """The payload; Rejected("passphrase") if the passphrase is wrong or the file was changed."""
    head = raw[: 1 + SALT_LENGTH]
    if len(raw) < OVERHEAD or head[:1] != _VERSION:
        raise Malformed("keyfile", "This is not a key file.")
    try:
        return _cipher(passphrase, head[1:]).decrypt(_NONCE, raw[len(head) :], head)
    except InvalidTag:
        raise Rejected("passphrase", "The passphrase is wrong, or the key file was changed.") from None
