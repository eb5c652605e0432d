"""Ed25519 with one meaning of "valid" in every tool (SPEC section 7).

Libraries disagree on odd encodings. So before the library verifies, S < L, and the key and R are canonical
encodings, and the key is not of small order. The equation is the cofactorless one: encode([S]B - [k]A) must be the
very bytes of R, which is what OpenSSL computes; an implementation that multiplies by the cofactor must not be used.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from petitions.sealing.errors import Rejected

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
_Y_MASK = 2**255 - 1

# The eight points of small order, then the spellings of them that are not canonical.
SMALL_ORDER = frozenset(
    bytes.fromhex(encoding)
    for encoding in (
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    )
)
# x = 0 has no negative, so a set sign bit there is a second spelling of the same point.
_NEGATIVE_ZERO = frozenset((b"\x01" + bytes(30) + b"\x80", b"\xec" + b"\xff" * 31))


def public(seed):
    """The 32-byte public key of a 32-byte seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def private(seed):
    """The key of a 32-byte seed, loaded: for `sign`, where one key signs many times."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(seed, message):
    """The 64-byte signature (RFC 8032, deterministic) of a message under a 32-byte seed or a key from `private`."""
    return (private(seed) if isinstance(seed, bytes) else seed).sign(message)


def check_key(public):
    """Rejected("key") unless these 32 bytes are a canonical encoding that is not of small order."""
    if len(public) != 32 or public in SMALL_ORDER or int.from_bytes(public, "little") & _Y_MASK >= P:
        raise Rejected("key", "This is not an acceptable Ed25519 public key.")


def verify(public, signature, message):
    """Return None if the signature is valid by the strict rules, else raise Rejected("signature")."""
    from_bytes = int.from_bytes
    r = signature[:32]
    if (
        len(signature) == 64
        and len(public) == 32
        and from_bytes(signature[32:], "little") < L
        and from_bytes(r, "little") & _Y_MASK < P
        and from_bytes(public, "little") & _Y_MASK < P
        and public not in SMALL_ORDER
        and r not in _NEGATIVE_ZERO
    ):
        try:
            return Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            pass
    raise Rejected("signature", "A signature does not verify.") from None
