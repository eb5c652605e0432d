"""Shamir's t-of-n sharing of 32 bytes over GF(256) with polynomial 0x11b; a share is y (32 bytes) then x (1 byte).

The same format as npm `shamir-secret-sharing`. Multiplication by a constant is one `bytes.translate`, so that
combining costs microseconds. Table lookups depend on secret bytes: this runs on a trustee's own device or, for a
public release, on shares that are public already.
"""

import os
from functools import lru_cache
from itertools import accumulate

from petitions.sealing.errors import Malformed, Rejected

SECRET_LENGTH = 32
SHARE_LENGTH = SECRET_LENGTH + 1


def _triple(value, _step):
    doubled = value << 1
    return (doubled ^ value) ^ (0x11B if doubled & 0x100 else 0)


_EXP = list(accumulate(range(254), _triple, initial=1)) * 2
_LOG = {value: power for power, value in enumerate(_EXP[:255])}


def _times(a, b):
    return _EXP[_LOG[a] + _LOG[b]] if a and b else 0


_TABLE = [bytes(_times(a, b) for b in range(256)) for a in range(256)]


@lru_cache(maxsize=65536)
def _weights(xs):
    """Translation tables that interpolate at zero from these distinct non-zero x."""
    tables = []
    for at, x in enumerate(xs):
        power = 0
        for other in xs[:at] + xs[at + 1 :]:
            power += _LOG[other] - _LOG[other ^ x]
        tables.append(_TABLE[_EXP[power % 255]])
    return tables


def split(secret, *, n, t, rand=os.urandom):
    """n shares of 33 bytes, any t of which give back the 32-byte secret; share i has x = i, from 1."""
    if len(secret) != SECRET_LENGTH or not 2 <= t <= n <= 255:
        raise Malformed("shares", "A secret has 32 bytes, and 2 <= t <= n.")
    coefficients = [int.from_bytes(rand(SECRET_LENGTH), "big") for _ in range(t - 1)] + [int.from_bytes(secret, "big")]
    shares = []
    for x in range(1, n + 1):
        y = 0
        for coefficient in coefficients:
            y = int.from_bytes(y.to_bytes(SECRET_LENGTH, "big").translate(_TABLE[x]), "big") ^ coefficient
        shares.append(y.to_bytes(SECRET_LENGTH, "big") + bytes((x,)))
    return shares


def combine(shares):
    """The 32 bytes on which these shares agree; Rejected("shares") if an x is zero or occurs twice.

    Too few or false shares give other bytes, never an error: the caller compares with a commitment.
    """
    xs = tuple([share[32] for share in shares if len(share) == SHARE_LENGTH])
    if not xs or len(xs) != len(shares):
        raise Malformed("shares", "A share has 33 bytes.")
    if 0 in xs or len(set(xs)) != len(xs):
        raise Rejected("shares", "The x of every share must be distinct and not zero.")
    total = 0
    for share, table in zip(shares, _weights(xs), strict=True):
        total ^= int.from_bytes(share[:32].translate(table), "big")
    return total.to_bytes(SECRET_LENGTH, "big")
