"""Passes (SPEC section 5): codes and their roster, and blind signatures RSABSSA-SHA384-PSS-Randomized (RFC 9474).

This is the client's side and everybody's verification. Blinding hides from the issuer which key it certifies; it is
statistical, so no later computer undoes it. The issuer's side is in issuer.py.
"""

import hashlib
import hmac
import math
import os
from functools import cached_property
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from petitions.sealing import ed25519, labels, log
from petitions.sealing.encoding import hex_bytes, load_json, sha256
from petitions.sealing.errors import Malformed, Rejected

CODE_LENGTH = 20
MAILED_LENGTH = 10  # 50 bits: it lives for an hour at most, and cannot be tried without asking the server
PASS_LENGTH = 448
TOKEN_LENGTH = 384
MODULUS_BITS = 3072
EXPONENT = 65537
SALT_LENGTH = 48

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110", "- ")
_HASH = SHA384()
_PADDING = PSS(mgf=MGF1(_HASH), salt_length=SALT_LENGTH)


def new_code(rand=os.urandom, length=CODE_LENGTH):
    """A fresh code: 20 Crockford base32 characters, 100 bits; a mailed one has MAILED_LENGTH."""
    return "".join(_ALPHABET[byte & 31] for byte in rand(length))


def read_leaves(raw, max_bytes):
    """(scope, [leaf, …]), 32 bytes each, from a leaves file: {"v": 1, "scope": hex, "leaves": [hex, …]}."""
    found = load_json(raw, max_bytes)
    if not isinstance(found, dict) or set(found) != {"v", "scope", "leaves"} or found["v"] != 1:
        raise Malformed("leaves", "This is not a leaves file.")
    if not isinstance(found["leaves"], list):
        raise Malformed("leaves", "The leaves of a leaves file are a list.")
    return hex_bytes(found["scope"], 32), [hex_bytes(leaf, 32) for leaf in found["leaves"]]


def normalise_code(text, length=CODE_LENGTH):
    """The characters of a code as people type it: any case, hyphens and spaces, I and L for 1, O for 0."""
    code = text.strip().upper().translate(_READ_AS) if text.isascii() else ""
    if len(code) != length or not set(code) <= set(_ALPHABET):
        raise Malformed("code", f"A code has {length} letters and digits.")
    return code


def code_hash(scope, code):
    """h1, the 32 bytes kept when a code is redeemed."""
    return sha256(labels.CODE, scope, code.encode("ascii"))


def dup_tag(dup_key, scope, address):
    """The 32 bytes that stand for a canonical work address: equal for equal addresses, nothing without the dup key."""
    return hmac.digest(dup_key, b"".join((labels.EMAIL, scope, address.encode("utf-8"))), "sha256")


def mailed_hash(dup_key, scope, code):
    """What is kept of a mailed code while it lives. A plain hash of 50 bits could be tried through."""
    return hmac.digest(dup_key, b"".join((labels.CODE, scope, code.encode("ascii"))), "sha256")


def roster_leaf(h1):
    """The 32 bytes the roster lists for a code: from it nobody finds h1."""
    return sha256(labels.ROSTER, h1)


def roster_root(leaves):
    """The RFC 6962 root over the roster's leaves, sorted as bytes; they must be distinct."""
    ordered = sorted(leaves)
    if len(set(ordered)) != len(ordered):
        raise Rejected("roster", "The roster lists a code twice.")
    return log.root(map(log.leaf_hash, ordered))


class Pass:
    """A signatory's secret key with the issuer's certificate on its public half; whoever holds it can sign."""

    def __init__(self, ssk, prefix, token):
        if (len(ssk), len(prefix), len(token)) != (32, 32, TOKEN_LENGTH):
            raise Malformed("pass", "A pass has 448 bytes.")
        self.ssk, self.prefix, self.token = ssk, prefix, token

    @classmethod
    def parse(cls, raw):
        """The pass in the 448 bytes of a pass file."""
        if len(raw) != PASS_LENGTH:
            raise Malformed("pass", "A pass has 448 bytes.")
        return cls(raw[:32], raw[32:64], raw[64:])

    def __repr__(self):
        return "Pass()"

    @property
    def raw(self):
        """The 448 bytes of the pass file."""
        return self.ssk + self.prefix + self.token

    @cached_property
    def spk(self):
        """The signatory's 32-byte public key."""
        return ed25519.public(self.ssk)


def load_issuer(spki):
    """The issuer's public key, to be kept and used many times; only RSA of 3,072 bits with e = 65537 is accepted."""
    try:
        key = load_der_public_key(spki)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Malformed("issuer", "This is not a public key.") from None
    if not isinstance(key, RSAPublicKey) or key.key_size != MODULUS_BITS or key.public_numbers().e != EXPONENT:
        raise Rejected("issuer", "The issuer's key must be RSA with 3,072 bits and e = 65537.")
    if key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != spki:
        raise Malformed("issuer", "The issuer's key is not in its one canonical form.")
    return key


def verify_token(issuer, scope, spk, prefix, token):
    """Rejected("token") unless the issuer certified this public key for this scope."""
    try:
        issuer.verify(token, b"".join((prefix, labels.PASS, scope, spk)), _PADDING, _HASH)
    except InvalidSignature:
        raise Rejected("token", "The pass was not issued for this letter.") from None


class Blinding(NamedTuple):
    """What the client keeps between asking and receiving; secret."""

    ssk: bytes
    prefix: bytes
    inverse: int
    spki: bytes
    scope: bytes

    def __repr__(self):
        return "Blinding()"


def blind(spki, scope, *, rand=os.urandom):
    """(384 bytes to send, Blinding to keep): a fresh signatory key, hidden from the issuer."""
    numbers = load_issuer(spki).public_numbers()
    ssk, prefix = rand(32), rand(32)
    message = b"".join((prefix, labels.PASS, scope, ed25519.public(ssk)))
    blinded, inverse = blind_message(numbers.n, numbers.e, message, rand=rand)
    return blinded, Blinding(ssk, prefix, inverse, spki, scope)


def finalize(blinding, blind_sig):
    """The Pass, once the issuer has answered with 384 bytes; Rejected("token") if the answer is false."""
    if len(blind_sig) != TOKEN_LENGTH:
        raise Malformed("token", "The issuer's answer has 384 bytes.")
    issuer = load_issuer(blinding.spki)
    token = unblind(issuer.public_numbers().n, blind_sig, blinding.inverse)
    made = Pass(blinding.ssk, blinding.prefix, token)
    verify_token(issuer, blinding.scope, made.spk, made.prefix, token)
    return made


def blind_message(n, e, message, *, rand=os.urandom):
    """RFC 9474 Blind for a prepared message: (blinded bytes, inverse of the blinding factor)."""
    return blind_from_parts(n, e, message, salt=rand(SALT_LENGTH), factor=_factor(n, rand))


def blind_from_parts(n, e, message, *, salt, factor):
    """`blind_message` with its randomness given; for vectors only."""
    encoded = int.from_bytes(encode_pss(message, n.bit_length() - 1, salt), "big")
    if math.gcd(encoded, n) != 1:
        raise Rejected("token", "This message cannot be blinded.")
    length = (n.bit_length() + 7) // 8
    return (encoded * pow(factor, e, n) % n).to_bytes(length, "big"), pow(factor, -1, n)


def unblind(n, blind_sig, inverse):
    """The signature inside a blind signature; the caller verifies it."""
    return (int.from_bytes(blind_sig, "big") * inverse % n).to_bytes((n.bit_length() + 7) // 8, "big")


def _factor(n, rand):
    while True:
        # Draw again rather than reduce, so that every factor below n is equally likely.
        factor = int.from_bytes(rand((n.bit_length() + 7) // 8), "big")
        if 1 < factor < n and math.gcd(factor, n) == 1:
            return factor


def encode_pss(message, bits, salt):
    """EMSA-PSS-ENCODE (RFC 8017 section 9.1.1) with SHA-384 and MGF1-SHA-384, for a block of `bits` bits."""
    length = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = (b"\x01" + salt).rjust(length - len(digest) - 1, b"\x00")
    mask = _mgf1(digest, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mgf1(seed, length):
    blocks = (hashlib.sha384(seed + at.to_bytes(4, "big")).digest() for at in range((length + 47) // 48))
    return b"".join(blocks)[:length]
