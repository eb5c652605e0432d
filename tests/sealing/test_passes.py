import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import labels, log, passes
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import Malformed, Rejected, SealingError
from tests.sealing.make import flipped, issuer, new_pass, transcript, vector

SCOPE = transcript().manifest.scope
SPKI = transcript().manifest.issuer_spki
KEY = transcript().issuer
CODE = "0123456789ABCDEFGHJK"

RANDOMIZED = [case for case in vector("rfc9474.json") if case["name"].startswith("RSABSSA-SHA384-PSS-")]


def numbers(case):
    return {part: int(case[part].removeprefix("0x"), 16) for part in ("p", "q", "n", "e", "d", "inv")}


def raw(case, part):
    return bytes.fromhex(case[part].removeprefix("0x"))


@pytest.mark.parametrize("case", RANDOMIZED, ids=[case["name"] for case in RANDOMIZED])
def test_rfc_9474_blind_and_finalize(case):
    rsa_key = numbers(case)
    n = rsa_key["n"]
    assert raw(case, "msg_prefix") + raw(case, "msg") == raw(case, "input_msg")
    blinded, inverse = passes.blind_from_parts(
        n, rsa_key["e"], raw(case, "input_msg"), salt=raw(case, "salt"), factor=pow(rsa_key["inv"], -1, n)
    )
    assert blinded == raw(case, "blinded_msg")
    assert inverse == rsa_key["inv"]
    token = passes.unblind(n, raw(case, "blind_sig"), inverse)
    assert token == raw(case, "sig")
    public = rsa.RSAPublicNumbers(rsa_key["e"], n).public_key()
    public.verify(token, raw(case, "input_msg"), passes._PADDING, passes._HASH)


def test_the_vectors_hold_the_variant_in_use():
    assert "RSABSSA-SHA384-PSS-Randomized" in {case["name"] for case in RANDOMIZED}


def test_a_pass_is_blinded_signed_and_finalized():
    blinded, blinding = passes.blind(SPKI, SCOPE)
    made = passes.finalize(blinding, issuer().sign(blinded))
    assert len(made.raw) == passes.PASS_LENGTH == 448
    again = passes.Pass.parse(made.raw)
    assert (again.ssk, again.prefix, again.token, again.spk) == (made.ssk, made.prefix, made.token, made.spk)
    passes.verify_token(KEY, SCOPE, made.spk, made.prefix, made.token)


def test_the_issuer_sees_nothing_of_the_pass():
    blinded, blinding = passes.blind(SPKI, SCOPE)
    signed = issuer().sign(blinded)
    made = passes.finalize(blinding, signed)
    seen = blinded + signed
    for part in (made.ssk, made.spk, made.prefix, made.token, made.token[:16]):
        assert part not in seen
    # Every pass fits every blinded message under some factor, so the pair tells nothing: show it for another pass.
    other = new_pass()
    n, e = KEY.public_numbers().n, KEY.public_numbers().e
    encoded = pow(int.from_bytes(other.token, "big"), e, n)
    factor = int.from_bytes(signed, "big") * pow(int.from_bytes(other.token, "big"), -1, n) % n
    assert encoded * pow(factor, e, n) % n == int.from_bytes(blinded, "big")


def test_a_false_answer_is_refused():
    blinded, blinding = passes.blind(SPKI, SCOPE)
    answer = issuer().sign(blinded)
    for false in (flipped(answer, 383), issuer().sign(passes.blind(SPKI, SCOPE)[0]), bytes(384), b"\xff" * 384):
        with pytest.raises(Rejected):
            passes.finalize(blinding, false)
    for false in (b"", answer[1:], answer + b"\x00"):
        with pytest.raises(Malformed):
            passes.finalize(blinding, false)


def test_a_token_serves_one_key_one_scope_one_prefix():
    made, other = new_pass(), new_pass()
    passes.verify_token(KEY, SCOPE, made.spk, made.prefix, made.token)
    for scope, spk, prefix, token in (
        (bytes(32), made.spk, made.prefix, made.token),
        (SCOPE, other.spk, made.prefix, made.token),
        (SCOPE, made.spk, other.prefix, made.token),
        (SCOPE, made.spk, made.prefix, other.token),
        (SCOPE, made.spk, made.prefix, flipped(made.token, 0)),
        (SCOPE, made.spk, made.prefix, made.token[:-1]),
        (SCOPE, made.spk, made.prefix, made.token + b"\x00"),
        (SCOPE, made.spk, made.prefix, b""),
    ):
        with pytest.raises(Rejected) as refusal:
            passes.verify_token(KEY, scope, spk, prefix, token)
        assert refusal.value.check == "token"


def test_a_token_beyond_the_modulus_is_refused():
    made = new_pass()
    while int.from_bytes(made.token, "big") + KEY.public_numbers().n >= 2**3072:
        made = new_pass()
    spelled = (int.from_bytes(made.token, "big") + KEY.public_numbers().n).to_bytes(384, "big")
    with pytest.raises(Rejected):
        passes.verify_token(KEY, SCOPE, made.spk, made.prefix, spelled)


def spki_of(key):
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_only_one_kind_of_issuer_key_is_accepted():
    wrong = [
        spki_of(rsa.generate_private_key(65537, 2048)),
        spki_of(ec.generate_private_key(ec.SECP256R1())),
        rsa.RSAPublicNumbers(3, KEY.public_numbers().n)
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        # id-RSASSA-PSS in place of rsaEncryption.
        SPKI.replace(bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d01010a")),
        SPKI + b"\x00",
        SPKI[:-1],
        b"",
    ]
    for spki in wrong:
        with pytest.raises(SealingError):
            passes.load_issuer(spki)


@pytest.mark.parametrize("length", [0, 447, 449])
def test_a_pass_file_has_448_bytes(length):
    with pytest.raises(Malformed):
        passes.Pass.parse(bytes(length))
    with pytest.raises(Malformed):
        passes.Pass(bytes(32), bytes(32), bytes(383))


def test_codes_have_a_hundred_bits():
    codes = {passes.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 20 and passes.normalise_code(code) == code for code in codes)
    assert set("".join(codes)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    # Every character follows from five bits of its own byte.
    assert passes.new_code(lambda length: bytes(range(length))) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "0123-4567-89AB-CDEF-GHJK",
        " 0123 4567 89ab cdef ghjk\n",
        "oi23456789abcdefghjk",
        "OL23456789ABCDEFGHJK",
        "0l23-4567-89AB-CDEF-GHJK-",
    ],
)
def test_codes_are_read_as_people_type_them(typed):
    assert passes.normalise_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "!", CODE[:-1] + "é", "\uff10" * 20]
)
def test_other_texts_are_no_codes(typed):
    with pytest.raises(Malformed) as refusal:
        passes.normalise_code(typed)
    assert typed == "" or typed not in str(refusal.value)


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_refused(typed):
    try:
        code = passes.normalise_code(typed)
    except SealingError:
        return
    assert passes.normalise_code(code) == code


def test_code_leaf_and_root_are_as_written():
    h1 = passes.code_hash(SCOPE, CODE)
    assert h1 == sha256(b"undersigned/v1/code\x00", SCOPE, CODE.encode())
    leaf = passes.roster_leaf(h1)
    assert leaf == sha256(labels.ROSTER, h1)
    assert passes.roster_root([leaf]) == log.leaf_hash(leaf)
    leaves = [passes.roster_leaf(os.urandom(32)) for _ in range(9)]
    assert passes.roster_root(leaves) == log.root(map(log.leaf_hash, sorted(leaves)))
    assert passes.roster_root(leaves) == passes.roster_root(leaves[::-1])
    with pytest.raises(Rejected):
        passes.roster_root([*leaves, leaves[3]])
