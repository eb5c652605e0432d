"""Many at once: a pass and a code count once, no receipt is broken, nobody slips between a signature and a batch."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connection, connections, transaction

from organize.refusals import Refusal
from petitions import bulk
from petitions.actions import batches, life, passes, release, signing, waves
from petitions.models import LogEntry, PublishedName, Redemption, Waiting
from petitions.sealing import entries
from petitions.sealing.passes import blind
from petitions.states import WaveState
from tests.petitions import work_mail
from tests.petitions.signatories import OPENED, at, crowd, newcomer, opened, release_file

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 12


def at_once(jobs, threads=THREADS):
    """Run callables in threads with connections of their own; their results, a Refusal as itself."""

    def run(job):
        try:
            return job()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, jobs))


def sign_job(made, entry, field, when=OPENED):
    return lambda: signing.sign_letter(facts=made.facts, entry=entry, field=field, at=when)


def test_one_pass_used_200_times_at_once_gives_one_signature():
    made = opened()
    signatory = newcomer(made)
    attempts = [signatory.entry(entries.NAMED, f"Attempt {number}") for number in range(200)]
    answers = at_once([sign_job(made, *attempt) for attempt in attempts])
    assert sum(isinstance(answer, bytes) for answer in answers) == 1
    assert all(isinstance(answer, (bytes, Refusal)) for answer in answers)
    assert Waiting.objects.count() == 1


def test_same_bytes_sent_200_times_at_once_get_one_receipt():
    made = opened()
    entry, field = newcomer(made).entry(3)
    assert len(set(at_once([sign_job(made, entry, field)] * 200))) == 1
    assert Waiting.objects.count() == 1


def test_one_code_redeemed_200_times_at_once_gives_one_pass():
    made = opened()
    code, manifest = made.code(), made.facts.manifest
    asked = [blind(manifest.issuer_spki, manifest.scope)[0] for _attempt in range(200)]
    jobs = [lambda one=one: passes.issue_pass(facts=made.facts, code=code, blinded=one) for one in asked]
    answers = at_once(jobs)
    assert sum(isinstance(answer, bytes) for answer in answers) == 1
    assert Redemption.objects.count() == 1


def test_batches_and_signatures_at_once_break_no_receipt_and_count_nobody_twice():
    """Signing, signing again, withdrawing and a second use of each pass, while one batch follows another."""
    made = opened(codes=60)
    people = [newcomer(made) for _person in range(40)]
    done = threading.Event()

    def live(person):
        rival = person.entry(entries.NAMED, "Rival")
        person.sign(entries.COUNT_ONLY)
        kept = [person.leaf]
        with pytest.raises(Refusal):
            signing.sign_letter(facts=made.facts, entry=rival[0], field=rival[1], at=OPENED)
        for _turn in range(3):
            person.sign(entries.COUNT_ONLY)
            kept.append(person.leaf)
        person.withdraw()
        return [*kept, person.leaf]

    def publish():
        made_batches = 0
        while not done.wait(0.05):  # SQLite's writers queue up: let signatures through in between
            made_batches += batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True) is not None
        return made_batches

    def all_lives():
        try:
            return at_once([lambda one=one: live(one) for one in people], threads=6)
        finally:
            done.set()

    with ThreadPoolExecutor(2) as pool:
        lives, publisher = pool.submit(all_lives), pool.submit(lambda: at_once([publish], threads=1))
        kept, (made_batches,) = lives.result(), publisher.result()
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    assert made_batches > 1
    logged = [bytes(leaf) for leaf in LogEntry.objects.order_by("position").values_list("leaf", flat=True)]
    assert sorted(logged) == sorted(leaf for one in kept for leaf in one)
    assert len(logged) == 40 * 5
    turns = {}
    for spk, seq in LogEntry.objects.values_list("spk", "seq"):
        turns.setdefault(bytes(spk), []).append(seq)
    assert all(sorted(seqs) == list(range(5)) for seqs in turns.values())


def test_whoever_waits_for_a_batch_sees_what_it_did():
    """A statement that waited for the table must judge by what is there when it runs, not when it was sent."""
    made = opened()
    first, second = newcomer(made).sign(3), newcomer(made).sign(5)
    rival = first.entry(5, "Rival", seq=0)
    answers = []

    def waits():
        answers.append(at_once([sign_job(made, *rival), second.withdraw], threads=2))

    with transaction.atomic():
        bulk.lock_waiting()
        thread = threading.Thread(target=waits)
        thread.start()
        time.sleep(0.7)
        assert thread.is_alive()
        assert answers == []
        made.letter.refresh_from_db()
        batches.append_batch(made.letter, at(1).date())
    thread.join(30)
    refused, accepted = answers[0]
    assert isinstance(refused, Refusal)
    assert accepted is second
    row = Waiting.objects.get()
    assert (bytes(row.spk), row.seq, row.tier) == (second.pass_.spk, 1, None)


def test_signature_and_closing_at_once_leave_no_receipt_outside_the_log():
    made = opened(codes=60)
    attempts = [(one, *one.entry(entries.COUNT_ONLY)) for one in (newcomer(made) for _person in range(40))]
    started, turn = threading.Event(), count()

    def sign(entry, field):
        if next(turn) == 15:
            started.set()
        return signing.sign_letter(facts=made.facts, entry=entry, field=field, at=OPENED)

    def close():
        started.wait(20)
        return life.close_letter(letter=made.letter, at=at(1))

    jobs = [lambda one=one: sign(one[1], one[2]) for one in attempts]
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(lambda: at_once([close], threads=1))
        answers = at_once(jobs, threads=6)
        closing.result()
    logged = {bytes(leaf) for leaf in LogEntry.objects.values_list("leaf", flat=True)}
    receipts = {answer[:32] for answer in answers if isinstance(answer, bytes)}
    assert receipts == logged
    assert not Waiting.objects.exists()


def test_withdrawal_and_snapshot_at_once_never_open_a_withdrawn_name():
    made = opened(codes=60)
    people = crowd(made, 20, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    jobs = [lambda one=one: one.withdraw() for one in people[:12]]
    jobs.insert(6, lambda: waves.take_snapshot(wave=wave, at=at(5)))
    answers = at_once(jobs, threads=4)
    wave.refresh_from_db()
    assert wave.state == WaveState.COLLECTING
    withdrawn = {one.pass_.spk for one, answer in zip(people[:12], answers[:6] + answers[7:], strict=True)
                 if not isinstance(answer, Refusal)}  # fmt: skip
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    release.start_opening(wave=wave, by=made.by, at=at(6))
    wave = release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)
    opened_keys = {
        bytes(spk)
        for spk in LogEntry.objects.filter(leaf__in=PublishedName.objects.values("leaf")).values_list("spk", flat=True)
    }
    assert not withdrawn & opened_keys
    assert len(withdrawn) + len(opened_keys) == 20
    assert wave.named == len(opened_keys)


def test_two_workers_open_one_wave_once():
    made = opened()
    crowd(made, 4, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.take_snapshot(wave=waves.announce_wave(letter=made.letter, by=made.by, at=at(1)), at=at(5))
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    release.start_opening(wave=wave, by=made.by, at=at(6))
    at_once([lambda: release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)] * 4, threads=4)
    wave.refresh_from_db()
    assert (wave.state, wave.named) == (WaveState.COMPLETE, 4)
    assert PublishedName.objects.count() == 4


def test_lock_outside_a_transaction_is_a_mistake():
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="holds nothing back"):
        bulk.lock_waiting()


@pytest.mark.postgresql
def test_tag_that_is_written_while_passes_end_does_not_stay():
    """A code is used while the letter closes: the statement waits, sees the letter closed and writes nothing."""
    made = work_mail.opened()
    code = work_mail.code_for(made)
    closed, answers = threading.Event(), []

    def use():
        answers.extend(at_once([lambda: passes.redeem(facts=made.facts, code=code, asked=bytes(32))]))

    late = threading.Thread(target=use)
    with transaction.atomic():
        life.close_letter(letter=made.letter, at=at(40))
        late.start()
        while not bulk.rows("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'petitions_redemption'::regclass"):
            closed.wait(0.01)
    late.join()
    assert isinstance(answers[0], Refusal)
    assert not Redemption.objects.exists()
