import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import plaintext
from petitions.sealing.errors import Malformed, Rejected
from tests.sealing.make import vector

VECTOR = vector("junk-plaintexts.json")


@pytest.mark.parametrize("case", VECTOR["cases"], ids=[case["why"] for case in VECTOR["cases"]])
def test_junk_vectors(case):
    assert plaintext.read(bytes.fromhex(case["plaintext"])) == case["identity"]


def test_the_vectors_list_the_same_unsettled_code_points():
    assert [list(pair) for pair in plaintext.UNSETTLED] == VECTOR["unsettled"]


def test_unsettled_code_points_are_in_order_and_newer_than_the_pinned_version():
    flat = [point for pair in plaintext.UNSETTLED for point in pair]
    assert flat == sorted(flat)
    if unicodedata.unidata_version == "14.0.0":
        for first, last in plaintext.UNSETTLED:
            assert {unicodedata.category(chr(point)) for point in range(first, last + 1)} == {"Cn"}


def test_controls_bidi_surrogates_and_unsettled_code_points_are_junk_and_no_others():
    bidi = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    unsettled = [point for first, last in plaintext.UNSETTLED for point in range(first, last + 1)]
    kinds = {point for point in range(0x110000) if unicodedata.category(chr(point)) in ("Cc", "Cs")}
    assert len(kinds) == 65 + 2048
    found = {point for point in range(0x110000) if plaintext._FORBIDDEN.search(chr(point))}
    assert found == kinds.union(bidi, unsettled)


def test_the_padded_form_is_exact():
    raw = plaintext.pad({"note": "n", "name": "Zoë"})
    assert raw == b'\x00\x1a{"name":"Zo\xc3\xab","note":"n"}' + bytes(484)
    assert len(raw) == 512


def test_the_longest_fields_fit():
    fields = {"name": "Ada", "note": "n" * 486}
    assert plaintext.read(plaintext.pad(fields)) == fields
    with pytest.raises(Rejected):
        plaintext.pad({"name": "Ada", "note": "n" * 487})
    with pytest.raises(Rejected):
        plaintext.pad({"name": "Ada", "note": "n" * 70_000})


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": ""},
        {"title": "x"},
        {"name": "x" * 121},
        {"name": "e\u0301"},
        {"name": "\ud800"},
        {"name": "\n"},
        {"name": 7},
    ],
)
def test_nobody_can_seal_junk_by_accident(fields):
    with pytest.raises(Rejected):
        plaintext.pad(fields)


def test_unknown_fields_are_refused_not_dropped():
    with pytest.raises(Malformed):
        plaintext.pad({"name": "Ada", "mail": "x"})


NAMES = st.text(min_size=1, max_size=120).map(lambda text: unicodedata.normalize("NFC", text))


@given(st.fixed_dictionaries({"name": NAMES}, optional=dict.fromkeys(("title", "team", "note"), NAMES)))
def test_what_is_sealed_is_what_is_read(fields):
    try:
        raw = plaintext.pad(fields)
    except Rejected:
        return
    assert plaintext.read(raw) == fields


@given(st.binary(max_size=520))
def test_any_bytes_are_an_identity_or_junk(raw):
    assert plaintext.read(raw) is None


@given(st.text(alphabet='{}[]":,\\ \tname0é\u0301\ud83d', max_size=200))
def test_any_text_is_an_identity_or_junk(text):
    body = text.encode("utf-8", "surrogatepass")[:510]
    fields = plaintext.read((len(body).to_bytes(2, "big") + body).ljust(512, b"\x00"))
    assert fields is None or 1 <= len(fields["name"]) <= 120
