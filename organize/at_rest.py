"""What may lie in a table for a moment and must say nothing to whoever steals the table: mail that waits."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

STEP = 1024  # what is enclosed is filled up to a multiple of this, so that its length tells no address
NONCE = 12


def enclose(key, plain, *, step=STEP):
    """`plain` (bytes) under `key` (32 bytes): nonce ‖ ciphertext. No time is inside, as there would be in a token."""
    body = len(plain).to_bytes(4, "big") + plain
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, body + bytes(-len(body) % step), None)


def disclose(key, enclosed):
    """The bytes that were enclosed; None when this is not the key, which may have been exchanged or destroyed."""
    try:
        body = ChaCha20Poly1305(key).decrypt(enclosed[:NONCE], enclosed[NONCE:], None)
    except InvalidTag:
        return None
    length = int.from_bytes(body[:4], "big")
    return body[4 : 4 + length]
