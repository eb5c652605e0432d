"""Writes ed25519-edges.json: signatures on which libraries disagree, and which of them every tool here must accept.

Own arithmetic on the curve, slow and for this purpose only. Run: python tests/vectors/make_ed25519_edges.py
"""

import hashlib
import json
from pathlib import Path

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1)


def add(one, other):
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P,
    )


def times(number, point):
    total = IDENTITY
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def negative(point):
    return (-point[0] % P, point[1])


def on_curve(y, sign):
    """The point with this y, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square:
        return None
    return (-x % P if x & 1 != sign else x, y)


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def challenge(r, public, message):
    return int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L


def scalar(number):
    return number.to_bytes(32, "little")


BASE = on_curve(4 * pow(5, -1, P) % P, 0)
SECRET = int.from_bytes(hashlib.sha512(b"undersigned edge vectors: test key, never to be used").digest(), "little") % L
NONCE = int.from_bytes(hashlib.sha512(b"undersigned edge vectors: test nonce").digest(), "little") % L
KEY = times(SECRET, BASE)
ORDER_8 = next(
    point for y in range(2, 100) if (point := on_curve(y, 0)) and times(4, point := times(L, point)) != IDENTITY
)
SMALL = [times(number, ORDER_8) for number in range(8)]


def messages():
    for number in range(1000):
        yield b"edge %d" % number


def honest(public, r_point, r, secret, nonce, torsion, *, exact):
    """A signature over the first message for which the exact equation holds (exact) or only the cofactored one."""
    for message in messages():
        k = challenge(r, public, message)
        s = (nonce + k * secret) % L
        # What is left over of [S]B = R + [k]A lies in the small subgroup.
        rest = add(add(r_point, negative(times(nonce, BASE))), times(k, torsion))
        if (rest == IDENTITY) == exact:
            return message, r + scalar(s)
    raise AssertionError("no message found")


def spellings(point):
    """Every 32 bytes that a careless decoder reads as this point, the canonical ones first."""
    x, y = point
    signs = [x & 1] if x else [0, 1]
    return [(number | sign << 255).to_bytes(32, "little") for number in (y, y + P) for sign in signs if number < 2**255]


def cases():
    public, nonce_point = encode(KEY), times(NONCE, BASE)
    r = encode(nonce_point)
    message, good = honest(public, nonce_point, r, SECRET, NONCE, IDENTITY, exact=True)
    s = int.from_bytes(good[32:], "little")
    yield public, good, message, True, "an ordinary signature"
    yield public, good, message + b".", False, "another message"
    yield public, r + scalar(s + L), message, False, "S + L: a second spelling of the same signature"
    yield public, r + scalar(s + 8 * L), message, False, "S + 8 L: S of more than 255 bits"
    yield public, r + scalar(L), message, False, "S = L"
    yield public, good[:63], message, False, "a byte short"
    yield public, good + b"\x00", message, False, "a byte long"
    yield public[:31], good, message, False, "a key a byte short"
    yield public, bytes(64), message, False, "all zero"
    for spelled in spellings(IDENTITY):
        canonical = spelled == encode(IDENTITY)
        message, made = honest(public, IDENTITY, spelled, SECRET, 0, IDENTITY, exact=True)
        why = "R is the identity" + (", canonical: allowed" if canonical else ", spelled otherwise")
        yield public, made, message, canonical, why
    for point in SMALL:
        for spelled in spellings(point):
            message, made = honest(spelled, IDENTITY, encode(IDENTITY), 0, 0, point, exact=True)
            yield spelled, made, message, False, "a key of small order, R the identity"
            message, made = honest(spelled, nonce_point, r, 0, NONCE, point, exact=True)
            yield spelled, made, message, False, "a key of small order, exact equation holds"
            if point != IDENTITY:
                message, made = honest(spelled, nonce_point, r, 0, NONCE, point, exact=False)
                yield spelled, made, message, False, "a key of small order, only the cofactored equation holds"
    for number in range(1, 8):
        mixed = encode(add(KEY, SMALL[number]))
        message, made = honest(mixed, nonce_point, r, SECRET, NONCE, SMALL[number], exact=True)
        yield mixed, made, message, True, "a key of mixed order, exact equation holds"
        message, made = honest(mixed, nonce_point, r, SECRET, NONCE, SMALL[number], exact=False)
        yield mixed, made, message, False, "a key of mixed order, only the cofactored equation holds"
        mixed_r = add(nonce_point, SMALL[number])
        message, made = honest(public, mixed_r, encode(mixed_r), SECRET, NONCE, IDENTITY, exact=False)
        yield public, made, message, False, "R of mixed order, only the cofactored equation holds"
        for spelled in spellings(SMALL[number]):
            message, made = honest(public, SMALL[number], spelled, SECRET, 0, IDENTITY, exact=False)
            yield public, made, message, False, "R of small order, only the cofactored equation holds"
    mixed, mixed_r = encode(add(KEY, SMALL[1])), add(nonce_point, SMALL[1])
    message, made = honest(mixed, mixed_r, encode(mixed_r), SECRET, NONCE, SMALL[1], exact=True)
    yield mixed, made, message, True, "key and R of mixed order, exact equation holds"
    for y in range(P, 2**255):
        for sign in (0, 1):
            yield (y | sign << 255).to_bytes(32, "little"), good, message, False, "a key with y >= p"
            yield public, (y | sign << 255).to_bytes(32, "little") + good[32:], message, False, "R with y >= p"
    off = next(y for y in range(2, 100) if on_curve(y, 0) is None)
    yield off.to_bytes(32, "little"), good, message, False, "a key that is not on the curve"
    yield public, off.to_bytes(32, "little") + good[32:], message, False, "R that is not on the curve"


if __name__ == "__main__":
    found = [
        {"why": why, "valid": valid, "public": public.hex(), "signature": signature.hex(), "message": message.hex()}
        for public, signature, message, valid, why in cases()
    ]
    text = json.dumps(found, indent=1) + "\n"
    Path(__file__).with_name("ed25519-edges.json").write_text(text, encoding="utf-8")
