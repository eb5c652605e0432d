"""What the one statement accepts and refuses, and what the person is told."""

import datetime
import os

import pytest

from organize.models import Trail
from organize.refusals import Refusal
from petitions import bulk, vault
from petitions.actions import batches, life, signing
from petitions.models import Letter, LogEntry, Waiting
from petitions.sealing import ed25519, entries, log
from petitions.sealing.passes import Pass
from petitions.states import LetterState
from tests.petitions import letters
from tests.petitions.signatories import OPENED, Signatory, at, crowd, newcomer, opened

pytestmark = pytest.mark.django_db


def refused(signatory, *args, sentence, status=None, **kwargs):
    with pytest.raises(Refusal) as caught:
        signatory.sign(*args, **kwargs)
    assert sentence in str(caught.value.sentence)
    assert status is None or caught.value.status == status


@pytest.mark.parametrize("tier", [3, 8, entries.NAMED, entries.COUNT_ONLY])
def test_signature_is_accepted_with_a_receipt_for_the_common_day(tier):
    made = opened()
    signed = newcomer(made).sign(tier)
    leaf, day = log.verify_receipt(vault.log_public(), made.facts.letter_id, signed.receipt)
    assert (leaf, day) == (signed.leaf, made.facts.manifest.opens + 6)
    row = Waiting.objects.get()
    assert (bytes(row.leaf), row.seq, row.tier) == (signed.leaf, 0, tier)
    sizes = {3: 4167, 8: 4167, entries.NAMED: 544, entries.COUNT_ONLY: 0}
    assert len(row.sealed) == sizes[tier]


def test_signature_is_one_statement_and_leaves_no_trail(django_assert_num_queries):
    made = opened()
    trail = Trail.objects.count()
    signatory = newcomer(made)
    entry, field = signatory.entry(3)
    # On PostgreSQL it goes past Django's cursor, prepared (organize.prepared): then there is no other statement at all.
    with django_assert_num_queries(0 if bulk.is_postgresql() else 1):
        signing.sign_letter(facts=made.facts, entry=entry, field=field, at=OPENED)
    assert Trail.objects.count() == trail


def test_same_bytes_get_the_same_receipt_before_and_after_the_batch():
    made = opened()
    people = [newcomer(made).sign(3) for _person in range(5)]
    first = people[0]
    again = signing.sign_letter(facts=made.facts, entry=first.sent[0], field=first.sent[1], at=at(0, 9))
    assert again == first.receipt
    assert batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    assert Waiting.objects.count() == 0
    # Even a week later, when new receipts name another day.
    Letter.objects.filter(pk=made.letter.pk).update(receipt_day=at(13).date())
    later = signing.sign_letter(facts=made.facts, entry=first.sent[0], field=first.sent[1], at=at(8))
    assert later == first.receipt
    assert LogEntry.objects.count() == 5
    assert Waiting.objects.count() == 0


def test_pass_signs_once_whatever_else_it_is_used_for():
    made = opened()
    signed = newcomer(made).sign(3, "First")
    signed.seq = -1
    refused(signed, 5, "Second", sentence="already been used", status=409)
    assert Waiting.objects.count() == 1


def test_resigning_takes_the_next_number_only():
    made = opened()
    signed = newcomer(made).sign(3)
    refused(signed, 5, seq=2, sentence="out of date", status=409)
    signed.sign(5)
    assert list(Waiting.objects.order_by("seq").values_list("seq", "tier")) == [(0, 3), (1, 5)]
    refused(signed, 5, seq=1, sentence="out of date")


def test_number_without_a_first_signature_is_refused():
    refused(newcomer(opened()), 3, seq=1, sentence="no signature with this pass yet", status=409)


def test_withdrawal_follows_a_signature_and_a_signature_may_follow_it():
    made = opened()
    signed = newcomer(made).sign(3).withdraw()
    with pytest.raises(Refusal, match="already been withdrawn"):
        signed.withdraw()
    signed.sign(8)
    assert list(Waiting.objects.order_by("seq").values_list("tier", flat=True)) == [3, None, 8]
    stranger = newcomer(made)
    with pytest.raises(Refusal, match="too often"):
        stranger.withdraw()
    stranger.seq = 0
    with pytest.raises(Refusal, match="nothing to change"):
        stranger.withdraw()


def test_turns_go_on_across_batches():
    made = opened()
    people = [newcomer(made).sign(3) for _person in range(5)]
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    people[0].withdraw()
    people[1].sign(5)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(2), forced=True)
    with pytest.raises(Refusal, match="already been withdrawn"):
        people[0].withdraw()
    people[0].sign(3)
    assert Waiting.objects.get().seq == 2


def test_sixteen_turns_are_the_limit():
    made = opened()
    signed = newcomer(made)
    for turn in range(16):
        signed.sign(entries.COUNT_ONLY)
        assert signed.seq == turn
    refused(signed, entries.COUNT_ONLY, sentence="too often")
    signed.withdraw()
    assert signed.seq == 16


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (LetterState.FROZEN, "not open for signatures yet"),
        (LetterState.APPROVED, "not open for signatures yet"),
        (LetterState.CLOSED, "is closed"),
        (LetterState.RELEASED, "is closed"),
        (LetterState.CANCELLED, "is closed"),
        (LetterState.DESTROYED, "is closed"),
    ],
)
def test_letter_that_is_not_open_takes_nothing(state, sentence):
    made = opened()
    signed = newcomer(made).sign(3)
    letters.placed(made, state)
    refused(late(made), 3, sentence=sentence, status=409)
    with pytest.raises(Refusal):
        signed.withdraw()
    assert Waiting.objects.count() == 1


def late(made):
    """Somebody with a pass, certified while the letter gives out none."""
    ssk, prefix = os.urandom(32), os.urandom(32)
    token = vault.issuer_load(made.letter.pk).issue(ed25519.public(ssk), made.facts.manifest.scope, prefix)
    return Signatory(made.facts, Pass(ssk, prefix, token))


def test_nothing_is_promised_once_the_clock_has_stopped():
    made = opened()
    last = made.letter.receipt_day
    stopped = datetime.datetime.combine(last + datetime.timedelta(days=2), datetime.time(1), datetime.UTC)
    newcomer(made).sign(3, when=stopped - datetime.timedelta(days=1))
    refused(newcomer(made), 3, when=stopped, sentence="clock has stopped", status=503)


def _flip(raw, where):
    return raw[:where] + bytes((raw[where] ^ 1,)) + raw[where + 1 :]


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        (0, "not a signature"),
        (1, "not a signature"),
        (5, "another letter"),
        (35, "threshold"),
        (38, "does not verify"),
        (40, "not issued for this letter"),
        (80, "not issued for this letter"),
        (200, "not issued for this letter"),
        (490, "not what was signed"),
        (530, "does not verify"),
    ],
)
def test_changed_byte_of_an_entry_is_refused(where, sentence):
    made = opened()
    entry, field = newcomer(made).entry(3)
    with pytest.raises(Refusal, match=sentence):
        signing.sign_letter(facts=made.facts, entry=_flip(entry, where), field=field, at=OPENED)
    assert not Waiting.objects.exists()


def test_changed_or_cut_field_is_refused():
    made = opened()
    entry, field = newcomer(made).entry(3)
    for wrong in (_flip(field, 100), field[:-1], field + b"\0", b""):
        with pytest.raises(Refusal):
            signing.sign_letter(facts=made.facts, entry=entry, field=wrong, at=OPENED)
    named, statement = newcomer(made).entry(entries.NAMED)
    with pytest.raises(Refusal, match="not what was signed"):
        signing.sign_letter(facts=made.facts, entry=named, field=_flip(statement, 40), at=OPENED)
    # Past the statement comes filler, which is nobody's business.
    signing.sign_letter(facts=made.facts, entry=named, field=_flip(statement, 1000), at=OPENED)


def test_withdrawal_is_no_signature_and_the_other_way_round():
    made = opened()
    signed = newcomer(made).sign(3)
    raw = entries.make_withdraw(letter_id=made.facts.letter_id, seq=1, ssk=signed.pass_.ssk)
    with pytest.raises(Refusal, match="not a signature"):
        signing.sign_letter(facts=made.facts, entry=raw, field=signed.sent[1], at=OPENED)
    with pytest.raises(Refusal, match="not a signature"):
        signing.withdraw_signature(facts=made.facts, entry=signed.sent[0], at=OPENED)
    forged = entries.make_withdraw(letter_id=made.facts.letter_id, seq=1, ssk=os.urandom(32))
    forged = forged[:36] + signed.pass_.spk + forged[68:]
    with pytest.raises(Refusal, match="does not verify"):
        signing.withdraw_signature(facts=made.facts, entry=forged, at=OPENED)


def test_pass_of_another_letter_is_refused():
    made, other = opened(), opened()
    stray = newcomer(other)
    stray.facts = made.facts
    refused(stray, 3, sentence="not issued for this letter")


def test_two_letters_do_not_see_each_other():
    made, other = opened(), opened()
    newcomer(made).sign(3)
    newcomer(other).sign(3)
    for _person in range(4):
        newcomer(made).sign(3)
    assert batches.publish_batch(letter_pk=made.letter.pk, at=at(1)).size == 5
    assert batches.publish_batch(letter_pk=other.letter.pk, at=at(1)) is None
    assert bulk.rows("SELECT count(*) FROM petitions_waiting")[0][0] == 1
    assert life.close_letter(letter=other.letter, at=at(1)).state == LetterState.CLOSED


def test_p27_bytes_sent_again_are_no_second_signature(reach):
    """The sender gets the receipt that they had; nobody is counted twice, before the batch or after it."""
    number = reach.size(sample=12, full=1000)
    made = opened(codes=number)
    people = crowd(made, number, 3)

    def send_again(when):
        for person in people:
            entry, field = person.sent
            receipt = signing.sign_letter(facts=made.facts, entry=entry, field=field, at=when)
            assert receipt == person.receipt

    send_again(OPENED)
    assert Waiting.objects.count() == number
    assert batches.publish_batch(letter_pk=made.letter.pk, at=at(1)).size == number
    send_again(at(2))
    assert (Waiting.objects.count(), LogEntry.objects.count()) == (0, number)
    reach.reached(f"0 of {2 * number:,} entries sent again counted a second time")
