import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import ed25519
from petitions.sealing.errors import Rejected, SealingError
from tests.sealing.make import VECTORS, vector

# RFC 8032 section 7.1, tests 1 to 3: seed, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
            "b00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
            "c027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), [[*map(bytes.fromhex, case)] for case in RFC_8032])
def test_rfc_8032(seed, public, message, signature):
    assert ed25519.public(seed) == public
    assert ed25519.sign(seed, message) == signature
    ed25519.verify(public, signature, message)


EDGES = vector("ed25519-edges.json")


@pytest.mark.parametrize("case", EDGES, ids=[f"{at}: {case['why']}" for at, case in enumerate(EDGES)])
def test_edge_vectors(case):
    public, signature, message = (bytes.fromhex(case[part]) for part in ("public", "signature", "message"))
    if case["valid"]:
        ed25519.verify(public, signature, message)
    else:
        with pytest.raises(Rejected) as refusal:
            ed25519.verify(public, signature, message)
        assert refusal.value.check == "signature"


def test_edge_vectors_cover_every_listed_key():
    used = {bytes.fromhex(case["public"]) for case in EDGES}
    assert used >= ed25519.SMALL_ORDER
    assert len(ed25519.SMALL_ORDER) == 14


def test_edge_vectors_are_what_their_script_writes(tmp_path):
    script = VECTORS / "make_ed25519_edges.py"
    names = {"__name__": "__main__", "__file__": str(tmp_path / script.name)}
    exec(compile(script.read_text(encoding="utf-8"), script.name, "exec"), names)  # noqa: S102 - our own script, beside this file
    assert (tmp_path / "ed25519-edges.json").read_bytes() == (VECTORS / "ed25519-edges.json").read_bytes()


def test_odd_keys_are_no_keys():
    ed25519.check_key(ed25519.public(bytes(32)))
    for public in [*ed25519.SMALL_ORDER, b"\xff" * 32, (ed25519.P + 3).to_bytes(32, "little"), bytes(31), b""]:
        with pytest.raises(Rejected):
            ed25519.check_key(public)


@given(st.binary(max_size=40), st.binary(max_size=70), st.binary(max_size=8))
def test_any_bytes_are_refused_and_nothing_else_happens(public, signature, message):
    with pytest.raises(SealingError):
        ed25519.verify(public, signature, message)


def test_a_refusal_holds_no_content():
    with pytest.raises(Rejected) as refusal:
        ed25519.verify(ed25519.public(b"\x05" * 32), b"\x07" * 64, b"secret words")
    assert str(refusal.value) == "A signature does not verify."
    assert refusal.value.__context__ is None or refusal.value.__suppress_context__
