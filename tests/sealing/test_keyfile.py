import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.sealing import keyfile
from petitions.sealing.errors import Malformed, Rejected, SealingError
from tests.sealing.make import flipped, vector

CASE = vector("keyfile.json")
FILE = bytes.fromhex(CASE["file"])
PAYLOAD = bytes.fromhex(CASE["payload"])


def test_the_recorded_file_is_made_again():
    made = keyfile.encrypt(PAYLOAD, CASE["passphrase"], rand=lambda length: bytes.fromhex(CASE["salt"])[:length])
    assert made == FILE
    assert len(FILE) == len(PAYLOAD) + keyfile.OVERHEAD
    assert PAYLOAD not in FILE


def test_the_same_passphrase_typed_in_parts_opens():
    assert "ö" in CASE["passphrase"]
    assert keyfile.decrypt(FILE, CASE["passphrase"].replace("ö", "o\u0308")) == PAYLOAD


@pytest.mark.parametrize("passphrase", [CASE["passphrase"] + " ", CASE["passphrase"].upper(), "x"])
def test_another_passphrase_is_refused(passphrase):
    with pytest.raises(Rejected) as refusal:
        keyfile.decrypt(FILE, passphrase)
    assert refusal.value.check == "passphrase"


@pytest.mark.parametrize("passphrase", ["", "\ud800"])
def test_a_passphrase_must_be_something_that_can_be_typed(passphrase):
    for use in (lambda: keyfile.encrypt(PAYLOAD, passphrase), lambda: keyfile.decrypt(FILE, passphrase)):
        with pytest.raises(Rejected):
            use()


@pytest.mark.parametrize("at", [1, 32, 33, len(FILE) - 17, len(FILE) - 1])
def test_a_changed_file_is_refused(at):
    with pytest.raises(Rejected):
        keyfile.decrypt(flipped(FILE, at), CASE["passphrase"])


def test_another_version_is_malformed():
    with pytest.raises(Malformed):
        keyfile.decrypt(flipped(FILE, 0, 3), CASE["passphrase"])


def test_two_files_of_one_key_differ():
    assert keyfile.encrypt(PAYLOAD, "p")[:33] != keyfile.encrypt(PAYLOAD, "p")[:33]


@settings(max_examples=5, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_refused(raw):
    for given_raw in (raw, b"\x01" + raw):
        with pytest.raises(SealingError):
            keyfile.decrypt(given_raw, "p")
