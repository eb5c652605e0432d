"""The issuer's side of passes: one RSA-3072 key for each letter, and blind signing with it (RFC 9474 BlindSign).

The only module that imports gmpy2; the command-line tools never import this one. The key lives in a file outside the
database and its backups; storing and deleting it is the caller's business.
"""

import secrets

import gmpy2
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from petitions.sealing import labels, passes
from petitions.sealing.errors import Malformed, Rejected


def new_key():
    """A fresh private key as PKCS#8 DER."""
    key = generate_private_key(public_exponent=passes.EXPONENT, key_size=passes.MODULUS_BITS)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _load(der, *, proven=True):
    """`proven` has the primes tested, which takes 0.1 s: needed before anything private is computed with them."""
    try:
        key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=not proven)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Malformed("issuer", "This is not a private key.") from None
    if not isinstance(key, RSAPrivateKey):
        raise Malformed("issuer", "This is not an RSA private key.")
    return key


def spki(der):
    """The public half of a private key, as the manifest carries it (SPKI DER)."""
    public = _load(der, proven=False).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    passes.load_issuer(public)
    return public


class Issuer:
    """A loaded issuer key; keep one for each letter while passes are issued."""

    def __init__(self, der):
        self._key = _load(der)
        passes.load_issuer(self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        numbers = self._key.private_numbers()
        self._n, self._e = gmpy2.mpz(numbers.public_numbers.n), gmpy2.mpz(numbers.public_numbers.e)
        self._p, self._q = gmpy2.mpz(numbers.p), gmpy2.mpz(numbers.q)
        self._dp, self._dq = gmpy2.mpz(numbers.dmp1), gmpy2.mpz(numbers.dmq1)
        self._iqmp = gmpy2.mpz(numbers.iqmp)

    def sign(self, blinded):
        """The 384-byte blind signature of a 384-byte blinded message. The caller has checked the proof."""
        if len(blinded) != passes.TOKEN_LENGTH:
            raise Malformed("blinded", "A blinded message has 384 bytes.")
        message = gmpy2.mpz(int.from_bytes(blinded, "big"))
        if message >= self._n or gmpy2.gcd(message, self._n) != 1:
            raise Rejected("blinded", "This blinded message is out of range.")
        return int(self._sign_number(message)).to_bytes(passes.TOKEN_LENGTH, "big")

    def _sign_number(self, message):
        # Base blinding: the secret exponent never meets a number the client chose.
        factor = gmpy2.mpz(secrets.randbelow(int(self._n) - 2) + 2)
        hidden = message * gmpy2.powmod(factor, self._e, self._n) % self._n
        mod_p = gmpy2.powmod_sec(hidden % self._p, self._dp, self._p)
        mod_q = gmpy2.powmod_sec(hidden % self._q, self._dq, self._q)
        whole = mod_q + self._q * ((mod_p - mod_q) * self._iqmp % self._p)
        signature = whole * gmpy2.invert(factor, self._n) % self._n
        # A fault in one half of the CRT would give away a prime: never let one out.
        if gmpy2.powmod(signature, self._e, self._n) != message:
            raise Rejected("issuer", "The issuer's computation failed its own check.")
        return signature

    def issue(self, pass_spk, scope, prefix):
        """The token for a key that the server itself made: the path without JavaScript."""
        return self._key.sign(
            b"".join((prefix, labels.PASS, scope, pass_spk)),
            PSS(mgf=MGF1(SHA384()), salt_length=passes.SALT_LENGTH),
            SHA384(),
        )
