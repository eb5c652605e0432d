"""POST sign/: fixed sizes for every choice, the same answer for the same bytes, a sentence for everything else."""

import os
from types import SimpleNamespace

import pytest

from organize import limits
from organize.pseudonyms import pseudonym
from petitions import vault
from petitions.actions import batches
from petitions.models import Waiting
from petitions.sealing import entries, envelope, log
from petitions.states import PUBLIC, LetterState
from tests.petitions import letters
from tests.petitions.signatories import at, crowd, newcomer, opened
from tests.petitions.visits import JSON, OCTETS, check_refused, rows, send, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_day")]
CHOICES = [3, entries.COUNT_ONLY, entries.NAMED]


def body(signatory, tier=3, name="Ada Example", **parts):
    return b"".join(signatory.entry(tier, name, **parts))


def refused(client, made, content, status, words, kind=OCTETS):
    check_refused(lambda headers: send(client, "letter-sign", made, content, kind=kind, headers=headers), status, words)


def test_the_three_choices_send_and_get_the_same_number_of_bytes(client):
    made = opened()
    sizes = set()
    for tier in CHOICES:
        content = body(newcomer(made), tier)
        answer = send(client, "letter-sign", made, content)
        assert answer.status_code == 200
        leaf, day = log.verify_receipt(vault.log_public(), made.facts.letter_id, answer.content)
        assert leaf == entries.parse(content[:583]).leaf
        assert day == made.facts.manifest.opens + 6
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
        sizes.add((len(content), len(answer.content), frozenset(answer.headers)))
    assert sizes == {(583 + envelope.blob_length(3), 100, frozenset(answer.headers))}
    assert Waiting.objects.count() == 3


def test_same_bytes_again_are_answered_again_and_written_once(client):
    made = opened()
    content = body(newcomer(made))
    first = send(client, "letter-sign", made, content).content
    kept = rows()
    assert send(client, "letter-sign", made, content).content == first
    assert rows() == kept
    crowd(made, 4, 3)
    assert batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    assert send(client, "letter-sign", made, content).content == first
    assert Waiting.objects.count() == 0


@pytest.mark.parametrize("length", [1, 582, 583, 583 + 4166, 583 + 4168, 20_000])
def test_wrong_length_is_refused(client, length):
    made = opened()
    refused(client, made, os.urandom(length), 400, "wrong length")


def test_ten_megabytes_are_refused_before_they_are_read(client):
    refused(client, opened(), bytes(10_000_000), 413, "larger than this address accepts")


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/x-www-form-urlencoded", "text/html"])
def test_other_content_is_refused(client, kind):
    made = opened()
    refused(client, made, body(newcomer(made)), 415, "what the signing page sends", kind)


def test_noise_of_the_right_length_is_refused(client):
    made = opened()
    refused(client, made, os.urandom(583 + envelope.blob_length(3)), 400, "not a signature of this letter")
    refused(client, made, bytes(583 + envelope.blob_length(3)), 400, "not a signature of this letter")


@pytest.mark.parametrize("place", [0, 1, 2, 34, 36, 38, 39, 71, 103, 487, 519, 582, 583, 700, 583 + 4166])
def test_one_changed_bit_anywhere_is_refused(client, place):
    made = opened()
    content = bytearray(body(newcomer(made)))
    content[place] ^= 1
    answer = send(client, "letter-sign", made, bytes(content), headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert Waiting.objects.count() == 0


def test_another_letters_pass_and_entry_are_refused(client):
    made, other = opened(), opened()
    refused(client, made, body(newcomer(other)), 400, "made for another letter")
    stranger = newcomer(other)
    stranger.facts = made.facts
    refused(client, made, body(stranger), 400, "not issued for this letter")


def test_tier_the_letter_does_not_have_is_refused(client):
    made = opened()
    refused(client, made, body(newcomer(made), 4), 400, "does not have the threshold")


def test_used_pass_and_skipped_turn_are_refused(client):
    made = opened()
    signed = newcomer(made)
    assert send(client, "letter-sign", made, body(signed)).status_code == 200
    refused(client, made, body(signed, 5, "Another"), 409, "already been used")
    refused(client, made, body(signed, 5, seq=3), 409, "out of date")


@pytest.mark.parametrize("state", sorted(PUBLIC - {LetterState.OPEN}))
def test_only_an_open_letter_takes_a_signature(client, state):
    made = opened()
    content = body(newcomer(made))
    letters.placed(made, state)
    early = state in (LetterState.FROZEN, LetterState.APPROVED)
    refused(client, made, content, 409, "not open for signatures yet" if early else "closed")


def test_other_sites_cannot_sign(client):
    made = opened()
    content = body(newcomer(made))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        check_refused(
            lambda more, headers=headers: send(client, "letter-sign", made, content, headers=headers | more),
            403, "from another site",
        )  # fmt: skip
    same = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert send(client, "letter-sign", made, content, headers=same).status_code == 200


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options", "patch"])
def test_other_methods_are_refused(client, method):
    made = opened()
    answer = getattr(client, method)(url("letter-sign", made))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert method == "head" or "Go back to the letter." in text(answer)


def test_too_many_tries_are_told_to_wait(client):
    made = opened()
    visitor = SimpleNamespace(bucket=pseudonym("127.0.0.1"))
    for _try in range(limits.LIMITS["sign"][0] - 1):
        limits.allow("sign", visitor)
    assert send(client, "letter-sign", made, b"x").status_code == 400
    refused(client, made, body(newcomer(made)), 429, "wait an hour")
