import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing.encoding import (
    Reader,
    b32,
    b32_bytes,
    day_number,
    day_text,
    grouped,
    hex_bytes,
    load_json,
    sha256,
    u8,
    u16,
    u32,
)
from petitions.sealing.errors import Malformed


def test_integers_are_big_endian():
    assert (u8(7), u16(258), u32(16909060)) == (b"\x07", b"\x01\x02", b"\x01\x02\x03\x04")


def test_integers_out_of_range_do_not_wrap():
    for write, number in ((u8, 256), (u16, 65536), (u32, 2**32), (u16, -1)):
        with pytest.raises(OverflowError):
            write(number)


def test_sha256_joins_its_parts():
    assert sha256(b"a", b"bc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.binary(max_size=40))
def test_base32_has_one_spelling(raw):
    text = b32(raw)
    assert b32_bytes(text) == raw
    assert text == text.lower()
    assert "=" not in text


@pytest.mark.parametrize(
    "text", ["A", "a", "aaa", "aaaaaa", "mz", "MY", "my======", "m1", "my ", "my\n", None, 7, "mý"]
)
def test_base32_refuses_other_spellings(text):
    with pytest.raises(Malformed):
        b32_bytes(text)


def test_an_address_has_32_characters():
    assert len(b32(bytes(20))) == 32
    assert grouped("k7qd2m5xabcd", 4) == "k7qd 2m5x abcd"


@pytest.mark.parametrize("text", ["", "0", "0G", "AB", "0x", "00 ", " 00", "00\n", "0000", None, 0, b"00", "٠٠"])
def test_hex_is_exact(text):
    assert hex_bytes("0f", 1) == b"\x0f"
    with pytest.raises(Malformed):
        hex_bytes(text, 1)


@given(st.integers(0, 2932896))
def test_days_round_trip(number):
    assert day_number(day_text(number)) == number


def test_days_count_from_1970():
    assert day_number("1970-01-01") == 0
    assert day_number("2024-02-29") == 19782


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2024-2-29", "2024-02-29\n", " 2024-02-29", "20240229", "1969-12-31", "0000-01-01", "٢٠٢٤-01-01", 1],
)
def test_other_days_are_refused(text):
    with pytest.raises(Malformed):
        day_number(text)


@pytest.mark.parametrize("number", [-1, 2932897, 2**32 - 1])
def test_a_number_beyond_the_calendar_has_no_text(number):
    with pytest.raises(Malformed):
        day_text(number)


def test_json_of_whole_numbers_is_read():
    assert load_json(b'{"a": [1, -2, true, null, "\\u00e9", "\\ud83d\\ude42"]}', 100) == {
        "a": [1, -2, True, None, "é", "🙂"]
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xef\xbb\xbf{}",
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":1,"\\u0061":1}',
        b"1.0",
        b"1e3",
        b"NaN",
        b"-Infinity",
        b"{} {}",
        b"[1,]",
        b'"\\ud800"',
        b'{"\\udfff":1}',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b'"a\tb"',
        b"[" * 100_000,
        '{"a":1}'.encode("utf-16"),
        b"9" * 5000,
    ],
)
def test_other_json_is_refused(raw):
    with pytest.raises(Malformed):
        load_json(raw, 200_000)


def test_json_beyond_its_limit_is_refused():
    assert load_json(b"[]", 2) == []
    with pytest.raises(Malformed):
        load_json(b"[] ", 2)


@given(st.binary(max_size=64), st.lists(st.integers(0, 20), max_size=6))
def test_a_reader_gives_every_byte_once_or_refuses(raw, lengths):
    reader, taken = Reader(raw), b""
    try:
        for length in lengths:
            taken += reader.take(length)
        reader.end()
    except Malformed:
        assert sum(lengths) != len(raw)
    else:
        assert taken == raw


def test_a_reader_reads_numbers():
    reader = Reader(b"\x01\x00\x02\x00\x00\x00\x03")
    assert (reader.u8(), reader.u16(), reader.u32()) == (1, 2, 3)
    reader.end()
    with pytest.raises(Malformed):
        reader.u8()
    with pytest.raises(Malformed):
        reader.take(-1)
