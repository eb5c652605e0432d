"""POST withdraw/: 132 bytes in, 100 out, only by whoever signed, until the last notice ends."""

import os

import pytest

from petitions import vault
from petitions.actions import batches, life
from petitions.models import Waiting
from petitions.sealing import entries, log
from petitions.states import PUBLIC, LetterState
from tests.petitions import letters
from tests.petitions.signatories import at, crowd, newcomer, opened
from tests.petitions.visits import JSON, check_refused, rows, send, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_day")]


def body(signatory, facts=None, seq=None):
    letter_id = (facts or signatory.facts).letter_id
    seq = signatory.seq + 1 if seq is None else seq
    return entries.make_withdraw(letter_id=letter_id, seq=seq, ssk=signatory.pass_.ssk)


def refused(client, made, content, status, words, kind="application/octet-stream"):
    check_refused(
        lambda headers: send(client, "letter-withdraw", made, content, kind=kind, headers=headers), status, words
    )


def test_withdrawal_gets_a_receipt_and_the_same_again(client):
    made = opened()
    signed = newcomer(made).sign(3)
    content = body(signed)
    answer = send(client, "letter-withdraw", made, content)
    assert (answer.status_code, len(answer.content)) == (200, 100)
    assert not answer.cookies
    leaf, _day = log.verify_receipt(vault.log_public(), made.facts.letter_id, answer.content)
    assert leaf == entries.parse(content).leaf
    kept = rows()
    assert send(client, "letter-withdraw", made, content).content == answer.content
    assert rows() == kept
    assert list(Waiting.objects.order_by("seq").values_list("tier", flat=True)) == [3, None]


def test_second_withdrawal_and_what_was_never_signed_are_refused(client):
    made = opened()
    signed = newcomer(made).sign(3).withdraw()
    refused(client, made, body(signed), 409, "already been withdrawn")
    refused(client, made, body(newcomer(made), seq=1), 409, "nothing to change")
    refused(client, made, body(newcomer(made).sign(3), seq=5), 409, "out of date")


def test_nobody_else_can_withdraw_it(client):
    made, other = opened(), opened()
    signed, thief = newcomer(made).sign(3), newcomer(made)
    forged = bytearray(body(signed))
    forged[36:68] = thief.pass_.spk
    refused(client, made, bytes(forged), 400, "does not verify")
    refused(client, made, body(newcomer(other).sign(3)), 400, "made for another letter")


@pytest.mark.parametrize("place", [0, 1, 5, 34, 40, 70, 131])
def test_one_changed_bit_is_refused(client, place):
    made = opened()
    content = bytearray(body(newcomer(made).sign(3)))
    content[place] ^= 1
    answer = send(client, "letter-withdraw", made, bytes(content), headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert Waiting.objects.count() == 1


@pytest.mark.parametrize("length", [1, 131, 133, 583])
def test_wrong_length_is_refused(client, length):
    refused(client, opened(), os.urandom(length), 400, "wrong length")


def test_too_much_other_content_and_a_signature_are_refused(client):
    made = opened()
    refused(client, made, bytes(10_000_000), 413, "larger than this address accepts")
    refused(client, made, body(newcomer(made).sign(3)), 415, "what the signing page sends", "text/plain")
    refused(client, made, newcomer(made).entry(3)[0][:132], 400, "not a signature of this letter")


def test_closed_letter_takes_withdrawals_until_its_notice_ends(client):
    made = opened()
    people = crowd(made, 6, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    life.close_letter(letter=made.letter, at=at(38))
    assert send(client, "letter-withdraw", made, body(people[0])).status_code == 200
    letters.placed(made, LetterState.RELEASED)
    refused(client, made, body(people[1]), 409, "closed")


@pytest.mark.parametrize("state", sorted(PUBLIC - {LetterState.OPEN, LetterState.CLOSED}))
def test_other_states_take_none(client, state):
    made = opened()
    signed = newcomer(made).sign(3)
    letters.placed(made, state)
    early = state in (LetterState.FROZEN, LetterState.APPROVED)
    refused(client, made, body(signed), 409, "not open for signatures yet" if early else "closed")


def test_other_sites_and_other_methods_are_refused(client):
    made = opened()
    content = body(newcomer(made).sign(3))
    check_refused(
        lambda more: send(client, "letter-withdraw", made, content, headers={"Sec-Fetch-Site": "same-site"} | more),
        403, "from another site",
    )  # fmt: skip
    answer = client.get(url("letter-withdraw", made))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
