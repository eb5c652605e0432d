"""A pass for a code: once, for one question, only while the letter takes passes."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from organize.refusals import Refusal
from petitions import vault
from petitions.actions import passes as actions
from petitions.models import Redemption
from petitions.sealing import passes
from petitions.states import LetterState
from tests.petitions import letters


def ask(made, code, blinded=None):
    blinded = blinded or passes.blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)[0]
    return actions.issue_pass(facts=made.facts, code=code, blinded=blinded)


def redeemed(made):
    return Redemption.objects.filter(letter=made.letter).count()


@pytest.mark.django_db
def test_code_gives_a_pass_that_verifies_and_the_server_keeps_only_two_hashes():
    made = letters.approved(codes=2)
    code = made.codes[0]
    one = made.new_pass(code)
    facts = made.facts
    passes.verify_token(facts.issuer, facts.manifest.scope, one.spk, one.prefix, one.token)
    row = Redemption.objects.get(letter=made.letter)
    assert bytes(row.h1) == passes.code_hash(facts.manifest.scope, code)
    held = bytes(row.h1) + bytes(row.blinded_sha256)
    for secret in (one.ssk, one.spk, one.prefix, code.encode()):
        assert secret not in held


@pytest.mark.django_db
def test_code_is_taken_however_it_is_typed_as_text_or_bytes():
    made = letters.approved(codes=4)
    ways = (str.lower, lambda code: f" {code[:4]}-{code[4:9]} {code[9:]} ", str.encode, str)
    for code, typed in zip(made.codes, ways, strict=True):
        assert len(ask(made, typed(code))) == 384


@pytest.mark.django_db
def test_same_question_gets_the_same_answer_and_another_is_refused():
    made = letters.approved(codes=2)
    code = made.codes[0]
    blinded, _kept = passes.blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    first = ask(made, code, blinded)
    assert ask(made, code, blinded) == first
    with pytest.raises(Refusal, match="already been used") as refused:
        ask(made, code)
    assert refused.value.status == 409
    assert redeemed(made) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", sorted(set(LetterState) - {LetterState.APPROVED, LetterState.OPEN}))
def test_no_pass_in_any_other_state_not_even_the_same_answer_again(state):
    made = letters.approved(codes=2)
    blinded, _kept = passes.blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    assert ask(made, made.codes[0], blinded)
    letters.placed(made, state)
    for code in made.codes:
        with pytest.raises(Refusal, match="no passes now") as refused:
            ask(made, code, blinded)
        assert refused.value.status == 409
    assert redeemed(made) == 1


@pytest.mark.django_db
def test_pass_in_the_open_state():
    made = letters.placed(letters.approved(codes=2), LetterState.OPEN)
    assert ask(made, made.codes[0])


@pytest.mark.django_db
def test_no_pass_once_the_key_is_destroyed_and_no_code_is_used_up():
    made = letters.approved(codes=2)
    vault.issuer_destroy(made.letter.pk)
    with pytest.raises(Refusal, match="no passes now"):
        ask(made, made.codes[0])
    assert redeemed(made) == 0


@pytest.mark.django_db
def test_code_of_another_letter_or_of_none_is_refused_and_nothing_is_kept():
    made, other = letters.approved(codes=2), letters.approved(codes=2)
    for code in (other.codes[0], passes.new_code()):
        with pytest.raises(Refusal, match="not one of this letter") as refused:
            ask(made, code)
        assert refused.value.status == 403
    assert redeemed(made) == redeemed(other) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "short", "U" * 20, "!" * 20, "\u0410" * 20, b"\xff" * 20, b"\x00" * 20, "0" * 21])
def test_what_is_no_code_is_refused_in_a_sentence_without_it(code):
    made = letters.approved(codes=2)
    with pytest.raises(Refusal, match="20 letters and digits") as refused:
        ask(made, code)
    assert refused.value.status == 400
    assert redeemed(made) == 0


@pytest.mark.django_db
def test_damaged_question_is_refused_before_the_code_is_used():
    made = letters.approved(codes=2)
    n = made.facts.issuer.public_numbers().n
    for number in (0, 1, n, n + 1, 2**3072 - 1):
        with pytest.raises(Refusal, match="damaged"):
            ask(made, made.codes[0], number.to_bytes(384, "big"))
    for length in (1, 383, 385, 10_000_000):
        with pytest.raises(Refusal, match="damaged"):
            ask(made, made.codes[0], b"\x01" * length)
    assert redeemed(made) == 0
    assert ask(made, made.codes[0])


@pytest.mark.django_db
def test_redemption_is_one_statement(django_assert_num_queries):
    made = letters.approved(codes=2)
    facts = made.facts
    with django_assert_num_queries(1):
        actions.redeem(facts=facts, code=made.codes[0], asked=os.urandom(32))


@pytest.mark.django_db(transaction=True)
def test_forty_people_with_one_code_get_one_pass():
    made = letters.approved(codes=2)
    facts, code = made.facts, made.codes[0]

    def try_it(_number):
        try:
            blinded, kept = passes.blind(facts.manifest.issuer_spki, facts.manifest.scope)
            return passes.finalize(kept, actions.issue_pass(facts=facts, code=code, blinded=blinded)).spk
        except Refusal as refusal:
            assert refusal.status == 409
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        got = [spk for spk in pool.map(try_it, range(40)) if spk]
    assert len(got) == 1
    assert redeemed(made) == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_who_asks_twenty_times_at_once_gets_one_answer():
    made = letters.approved(codes=2)
    facts, code = made.facts, made.codes[0]
    blinded, _kept = passes.blind(facts.manifest.issuer_spki, facts.manifest.scope)

    def try_it(_number):
        try:
            return actions.issue_pass(facts=facts, code=code, blinded=blinded)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(try_it, range(20)))
    assert len(answers) == 1
    assert redeemed(made) == 1
