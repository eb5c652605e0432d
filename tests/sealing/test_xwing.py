import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import xwing
from petitions.sealing.errors import Malformed, Rejected
from tests.sealing.make import flipped, vector

SEED = hashlib.sha256(b"test trustee").digest()
PUBLIC = xwing.public(SEED)
SHARE = bytes(range(33))

CASES = vector("xwing.json")


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_seed_expands_to_the_drafts_public_key(case):
    assert xwing.public(bytes.fromhex(case["skRm"])).hex() == case["pkRm"]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_both_private_halves_are_the_drafts(case):
    # The library hides decapsulation, so the draft's combiner is written out here.
    mlkem, x25519 = xwing._halves(bytes.fromhex(case["skRm"]))
    enc = bytes.fromhex(case["enc"])
    shared = x25519.exchange(X25519PublicKey.from_public_bytes(enc[1088:]))
    combined = mlkem.decapsulate(enc[:1088]) + shared + enc[1088:] + x25519.public_key().public_bytes_raw()
    assert hashlib.sha3_256(combined + rb"\.//^" + b"\\").hexdigest() == case["shared_secret"]


def test_a_share_seals_to_1169_bytes_and_opens():
    box = xwing.seal(PUBLIC, b"info", SHARE)
    assert len(box) == 1169
    assert xwing.open(xwing.private(SEED), b"info", box) == SHARE


def test_two_seals_share_nothing():
    assert xwing.seal(PUBLIC, b"info", SHARE)[:1120] != xwing.seal(PUBLIC, b"info", SHARE)[:1120]


def test_a_box_opens_only_with_its_key_and_info():
    box = xwing.seal(PUBLIC, b"info", SHARE)
    for private, info in ((xwing.private(SEED), b"Info"), (xwing.private(bytes(32)), b"info")):
        with pytest.raises(Rejected) as refusal:
            xwing.open(private, info, box)
        assert refusal.value.check == "box"


@pytest.mark.parametrize("at", [0, 1087, 1088, 1119, 1120, 1152, 1153, 1168])
def test_a_changed_box_stays_shut(at):
    box = xwing.seal(PUBLIC, b"info", SHARE)
    with pytest.raises(Rejected):
        xwing.open(xwing.private(SEED), b"info", flipped(box, at))


@given(st.binary(max_size=1300))
def test_any_bytes_are_refused_as_a_box(raw):
    with pytest.raises(Rejected):
        xwing.open(xwing.private(SEED), b"info", raw)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_a_seed_has_32_bytes(seed):
    for use in (xwing.public, xwing.private):
        with pytest.raises(Malformed):
            use(seed)


def test_false_public_keys_are_refused():
    xwing.check_public(PUBLIC)
    with pytest.raises(Malformed):
        xwing.check_public(PUBLIC[:-1])
    with pytest.raises(Rejected):
        # Coefficients beyond the modulus.
        xwing.check_public(b"\xff" * 1184 + PUBLIC[1184:])
    with pytest.raises(Rejected):
        # An X25519 point of small order gives an all-zero secret.
        xwing.check_public(PUBLIC[:1184] + bytes(32))
