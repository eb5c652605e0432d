"""POST pass/: a pass for a code over HTTP; what the action itself accepts is in test_pass_issue."""

import os

import pytest

from petitions.models import Redemption
from petitions.sealing import passes
from petitions.states import PUBLIC, LetterState
from tests.petitions import letters
from tests.petitions.signatories import opened
from tests.petitions.visits import check_refused, send, text, url

pytestmark = pytest.mark.django_db


def asked(made, code=None):
    """(20 characters and 384 bytes, what finalizes the answer)."""
    blinded, kept = passes.blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    return (code or made.code()).encode() + blinded, kept


def refused(client, made, content, status, words, kind="application/octet-stream"):
    check_refused(lambda headers: send(client, "pass-issue", made, content, kind=kind, headers=headers), status, words)


@pytest.mark.parametrize("make", [letters.approved, opened])
def test_code_gets_a_pass_of_384_bytes_without_a_cookie(client, make):
    made = make()
    content, kept = asked(made)
    answer = send(client, "pass-issue", made, content)
    assert (answer.status_code, len(answer.content)) == (200, 384)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    one = passes.finalize(kept, answer.content)
    passes.verify_token(made.facts.issuer, made.facts.manifest.scope, one.spk, one.prefix, one.token)


def test_lost_answer_is_given_again_and_another_question_is_not(client):
    made = opened()
    content, _kept = asked(made)
    first = send(client, "pass-issue", made, content).content
    assert send(client, "pass-issue", made, content).content == first
    refused(client, made, asked(made, content[:20].decode())[0], 409, "already been used")
    assert Redemption.objects.count() == 1


def test_unknown_code_and_another_letters_code_get_the_same_sentence(client):
    made, other = opened(), opened()
    for code in (passes.new_code(), other.code()):
        refused(client, made, asked(made, code)[0], 403, "not one of this letter")


@pytest.mark.parametrize("code", [b"\x00" * 20, b"\xff" * 20, b"!" * 20, "тест".encode() * 2 + b"1234"])
def test_what_is_no_code_is_refused(client, code):
    made = opened()
    refused(client, made, code[:20].ljust(20) + os.urandom(384), 400, "")


@pytest.mark.parametrize("length", [1, 20, 403, 405, 4096, 64 * 1024])
def test_wrong_length_is_refused(client, length):
    refused(client, opened(), b"A" * length, 400, "wrong length")


def test_too_much_and_other_content_are_refused(client):
    made = opened()
    refused(client, made, bytes(10_000_000), 413, "larger than this address accepts")
    refused(client, made, asked(made)[0], 415, "what the signing page sends", "text/plain")


@pytest.mark.parametrize("blinded", [bytes(384), b"\xff" * 384], ids=["zero", "beyond the modulus"])
def test_damaged_question_does_not_use_the_code_up(client, blinded):
    made = opened()
    refused(client, made, made.codes[0].encode() + blinded, 400, "damaged")
    assert send(client, "pass-issue", made, asked(made, made.codes[0])[0]).status_code == 200


@pytest.mark.parametrize("state", sorted(PUBLIC - {LetterState.APPROVED, LetterState.OPEN}))
def test_other_states_give_no_pass(client, state):
    made = opened()
    content, _kept = asked(made)
    letters.placed(made, state)
    refused(client, made, content, 409, "no passes now")


def test_other_sites_and_other_methods_are_refused(client):
    made = opened()
    content, _kept = asked(made)
    check_refused(
        lambda more: send(client, "pass-issue", made, content, headers={"Sec-Fetch-Site": "cross-site"} | more),
        403, "from another site",
    )  # fmt: skip
    answer = client.get(url("pass-issue", made))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Go back to the letter." in text(answer)
