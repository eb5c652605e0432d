"""Sealing to one trustee: HPKE base mode over X-Wing (ML-KEM-768 + X25519) with ChaCha20-Poly1305.

The library cannot import an X-Wing seed, so the seed is expanded here as the draft says: SHAKE256(seed, 96), of which
the first 64 bytes are the ML-KEM seed and the last 32 the X25519 key. Proven by the hpke-pq vectors.
"""

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from petitions.sealing.errors import Malformed, Rejected

SEED_LENGTH = 32
PUBLIC_LENGTH = 1184 + 32
ENC_LENGTH = 1088 + 32
BOX_OVERHEAD = ENC_LENGTH + 16

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _halves(seed):
    if len(seed) != SEED_LENGTH:
        raise Malformed("xwing", "An X-Wing seed has 32 bytes.")
    wide = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(wide[:64]), X25519PrivateKey.from_private_bytes(wide[64:])


def public(seed):
    """The 1,216-byte public key of a 32-byte seed."""
    mlkem, x25519 = _halves(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def private(seed):
    """An opaque private key for `open`; make it once, opening many boxes with it is what is fast."""
    return MLKEM768X25519PrivateKey(*_halves(seed))


@lru_cache(maxsize=256)
def _loaded(public):
    if len(public) != PUBLIC_LENGTH:
        raise Malformed("xwing", "An X-Wing public key has 1,216 bytes.")
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:1184]), X25519PublicKey.from_public_bytes(public[1184:])
        )
    except ValueError:
        raise Rejected("xwing", "This is not a valid X-Wing public key.") from None


def check_public(public):
    """Malformed or Rejected unless a box can be sealed to this public key."""
    seal(public, b"", b"")


def seal(public, info, plaintext):
    """enc (1,120 bytes) followed by the ciphertext, 16 bytes longer than the plaintext: 1,169 bytes for 33."""
    key = _loaded(bytes(public))
    try:
        return _SUITE.encrypt(plaintext, key, info)
    except ValueError:
        raise Rejected("xwing", "This is not a valid X-Wing public key.") from None


def open(private, info, box):
    """The plaintext of a box; Rejected("box") if it was not sealed to this key with this info."""
    try:
        return _SUITE.decrypt(box, private, info)
    except (InvalidTag, ValueError):
        raise Rejected("box", "This box does not open with this key.") from None
