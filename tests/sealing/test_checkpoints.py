import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import checkpoints, ed25519
from petitions.sealing.encoding import day_number
from petitions.sealing.errors import Malformed, Rejected, SealingError
from tests.sealing.make import flipped

SEED = hashlib.sha256(b"test log key").digest()
PUBLIC = ed25519.public(SEED)
LETTER = b"\x31" * 32
ROOT = bytes(range(200, 232))
DAY = day_number("2026-11-23")
LOG = {"origin": "letters.example/undersigned", "letter_id": LETTER}
NAME = "letters.example/undersigned/" + "31" * 32
NOTE = checkpoints.sign_checkpoint(SEED, **LOG, size=17, root=ROOT, day=DAY)


def parsed(raw, **changes):
    return checkpoints.parse_checkpoint(raw, **{"public": PUBLIC, **LOG, **changes})


def signed(text, *, key_id=None, name=NAME, tail="\n", seed=SEED):
    """A note with any text, rightly signed, so that only the text can be refused."""
    key_id = key_id or hashlib.sha256(NAME.encode() + b"\n\x01" + PUBLIC).digest()[:4]
    signature = base64.b64encode(key_id + ed25519.sign(seed, text.encode())).decode()
    return f"{text}\n\u2014 {name} {signature}{tail}".encode()


def text_of(name=NAME, size="17", root=None, day="2026-11-23", more=""):
    root = base64.b64encode(ROOT).decode() if root is None else root
    return f"{name}\n{size}\n{root}\nday {day}\n{more}"


def test_a_note_is_the_c2sp_form():
    assert signed(text_of()) == NOTE
    lines = NOTE.decode().split("\n")
    assert lines[:5] == [NAME, "17", base64.b64encode(ROOT).decode(), "day 2026-11-23", ""]
    assert lines[5].startswith(f"\u2014 {NAME} ")
    assert lines[6:] == [""]


def test_a_note_is_read_back():
    assert parsed(NOTE) == checkpoints.Checkpoint(NAME, 17, ROOT, DAY, NOTE)


@pytest.mark.parametrize(
    "changes",
    [{"public": ed25519.public(LETTER)}, {"origin": "other.example/undersigned"}, {"letter_id": b"\x32" * 32}],
)
def test_a_note_of_another_log_is_refused(changes):
    with pytest.raises(Rejected):
        parsed(NOTE, **changes)


def test_every_flipped_bit_is_refused():
    for at in range(len(NOTE)):
        for bit in (1, 0x20, 0x80):
            with pytest.raises(SealingError):
                parsed(flipped(NOTE, at, bit))


@pytest.mark.parametrize(
    "raw",
    [
        signed(text_of(size="017")),
        signed(text_of(size="+17")),
        signed(text_of(size=" 17")),
        signed(text_of(size="-1")),
        signed(text_of(size="4294967296")),
        signed(text_of(size="١٧")),
        signed(text_of(root="AAAA")),
        signed(text_of(root="A" * 42 + "B=")),
        signed(text_of(root="-" * 43 + "=")),
        signed(text_of(day="2026-02-30")),
        signed(text_of(day="2026-2-03")),
        signed(text_of(more="extra\n")),
        signed(text_of(name="other")),
        signed(text_of(), name="other"),
        signed(text_of(), key_id=b"\x00" * 4),
        signed(text_of(), seed=LETTER),
        signed(text_of(), tail=""),
        signed(text_of(), tail="\n\n"),
        signed(text_of(), tail="\r\n"),
        signed(text_of(), tail="\n\u2014 witness AAAA\n"),
        signed(text_of().replace("\n", "\r\n")),
        b"\xef\xbb\xbf" + NOTE,
        NOTE.replace("\u2014".encode(), b"--"),
        NOTE[:-1],
        b"",
        b"\xff",
    ],
)
def test_other_spellings_are_refused(raw):
    with pytest.raises(SealingError):
        parsed(raw)


def test_the_number_beside_what_is_refused_is_accepted():
    assert parsed(signed(text_of(size="4294967295"))).size == 2**32 - 1
    assert parsed(signed(text_of(size="0"))).size == 0


@given(st.text(alphabet="0123456789-dayAB=+/\n\u2014 ", max_size=120) | st.text(max_size=60))
def test_any_text_is_refused(text):
    with pytest.raises(SealingError):
        parsed(text.encode("utf-8", "surrogatepass"))


def test_notes_are_joined_by_exact_bytes():
    notes = [NOTE, checkpoints.sign_checkpoint(SEED, **LOG, size=18, root=ROOT, day=DAY + 1)]
    raw = checkpoints.join_notes(notes)
    assert raw == notes[0] + b"\n---\n" + notes[1]
    assert checkpoints.split_notes(raw) == notes
    assert checkpoints.split_notes(checkpoints.join_notes(notes[:1])) == notes[:1]
    assert checkpoints.split_notes(checkpoints.join_notes([])) == []


@pytest.mark.parametrize("root", [b"", bytes(31), bytes(33)])
def test_a_root_has_32_bytes(root):
    with pytest.raises(Malformed):
        checkpoints.sign_checkpoint(SEED, **LOG, size=1, root=root, day=DAY)
