"""What a wave holds follows from the log alone: server and verifier agree at whatever hour batches and waves meet."""

import datetime

import pytest

from organize.refusals import Refusal
from petitions import jobs, publication
from petitions.actions import batches, life, release, waves
from petitions.models import Blob, Checkpoint, Hold, Waiting, Wave
from petitions.sealing import entries
from petitions.states import LetterState, WaveKind, WaveState
from tests.petitions import letters
from tests.petitions.signatories import SMALL, at, crowd, newcomer, reloaded
from tests.petitions.test_tick_life import checked, give_files

pytestmark = pytest.mark.django_db(transaction=True)


def living(closes=20, **terms):
    """A letter that the clock has opened."""
    made = letters.approved(
        terms=SMALL | {"closes_on": letters.OPENS + datetime.timedelta(days=closes)} | terms, codes=80
    )
    jobs.tick(at=at(0))
    return made


def announced(made):
    """An early wave announced on day 1, whose notice ends with day 5."""
    jobs.tick(at=at(1))
    return waves.announce_wave(letter=made.letter, by=made.by, at=at(1, 10))


def story(made, day):
    publication.refresh(reloaded(made))
    return checked(made, day=day)[0].facts.story


def test_batch_at_noon_of_an_empty_snapshot_is_dated_after_it(run_jobs):
    made = living()
    crowd(made, 6, 3)
    wave = announced(made)
    jobs.tick(at=at(5))
    give_files(made, wave, (1, 2), 5)
    release.start_opening(wave=wave, by=made.by, at=at(5))
    run_jobs()
    crowd(made, 5, entries.COUNT_ONLY, when=at(5, 12))
    batches.publish_batch(letter_pk=made.letter.pk, at=at(5, 12), forced=True)
    assert Checkpoint.objects.last().day == at(6).date()
    told = story(made, 5).waves[0]
    assert (told.state, told.snapshot.size, len(told.ruling.due)) == ("complete", 6, 6)
    crowd(made, 5, entries.COUNT_ONLY, when=at(5, 13))
    batches.publish_batch(letter_pk=made.letter.pk, at=at(5, 13), forced=True)
    assert story(made, 6).waves[0].snapshot.size == 6


def test_signatures_after_an_empty_snapshot_are_free_to_change():
    made = living()
    crowd(made, 6, 3)
    wave = announced(made)
    jobs.tick(at=at(5))
    late = crowd(made, 6, 3, name="Late {}", when=at(5, 3))
    jobs.tick(at=at(6))
    jobs.tick(at=at(7))
    wave.refresh_from_db()
    assert story(made, 7).waves[0].snapshot.size == wave.snapshot_size == 6
    late[0].withdraw(when=at(7, 3))
    batches.publish_batch(letter_pk=made.letter.pk, at=at(8), forced=True)
    story(made, 8)


def test_closing_at_the_desk_on_the_day_of_a_snapshot_verifies():
    made = living(notice_hours=0)
    people = crowd(made, 6, 3)
    jobs.tick(at=at(1))
    waves.announce_wave(letter=made.letter, by=made.by, at=at(1, 10))
    jobs.tick(at=at(2))
    crowd(made, 2, 5, when=at(2, 9))
    life.close_letter(letter=reloaded(made), by=made.by, at=at(2, 10))
    final = Wave.objects.get(kind=WaveKind.FINAL)
    assert final.snapshot_day > Checkpoint.objects.last().day
    people[0].withdraw(when=at(2, 11))
    assert [wave.state for wave in story(made, 2).waves] == ["void", "announced"]
    jobs.tick(at=at(21))
    final.refresh_from_db()
    told = story(made, 21).waves[1]
    assert (told.snapshot.size, len(told.ruling.due)) == (final.snapshot_size, final.due) == (9, 7)


def test_closing_with_an_overdue_notice_takes_its_snapshot_first():
    made = living(closes=8)
    people = crowd(made, 6, 3)
    early = announced(made)
    people[0].withdraw(when=at(4))
    life.close_letter(letter=reloaded(made), by=made.by, at=at(9))  # the clock was away since day 1
    early.refresh_from_db()
    assert (early.state, early.snapshot_size) == (WaveState.VOID, 7)
    assert [wave.state for wave in story(made, 9).waves] == ["void", "announced"]
    people[1].withdraw(when=at(9))
    jobs.tick(at=at(14))
    assert Wave.objects.get(kind=WaveKind.FINAL).due == 4
    story(made, 14)


def test_wave_with_nobody_due_is_void_and_holds_nobody():
    made = living()
    public = crowd(made, 5, entries.NAMED, name="Public {}")
    only = newcomer(made).sign(3)
    wave = announced(made)
    only.withdraw(when=at(2))
    jobs.tick(at=at(5))
    wave.refresh_from_db()
    assert (wave.state, wave.k, wave.due) == (WaveState.VOID, 3, 0)
    assert not Hold.objects.exists()
    assert story(made, 5).waves[0].state == "void"
    public[0].withdraw(when=at(5, 3))
    jobs.tick(at=at(8))
    assert not story(made, 8).final
    assert checked(made, day=8)[0].names == 4


def test_final_wave_that_trustees_refuse_is_announced_again(run_jobs):
    made = living(closes=5)
    people = crowd(made, 6, 3)
    for day in (6, 9):
        jobs.tick(at=at(day))
    first = Wave.objects.get()
    with pytest.raises(Refusal, match="being opened"):
        people[0].withdraw(when=at(9))
    give_files(made, first, (1,), 9)
    second = waves.announce_again(letter=reloaded(made), by=made.by, at=at(9, 2))
    first.refresh_from_db()
    assert (first.state, bytes(first.files.get().content)) == (WaveState.VOID, b"")
    assert (second.kind, second.k_notice, second.previous, second.number) == (WaveKind.FINAL, 8, 0, 2)
    with pytest.raises(Refusal, match="nothing to announce again"):
        waves.announce_again(letter=reloaded(made), by=made.by, at=at(9, 3))
    people[0].withdraw(when=at(9, 4))
    with pytest.raises(Refusal, match="closed"):
        people[1].sign(5, when=at(9, 4))
    jobs.tick(at=at(13))
    give_files(made, second, (1, 2), 13)
    with pytest.raises(Refusal, match="Open it first"):
        waves.announce_again(letter=reloaded(made), by=made.by, at=at(13))
    release.start_opening(wave=second, by=made.by, at=at(13))
    run_jobs()
    jobs.tick(at=at(13))
    assert reloaded(made).state == LetterState.RELEASED
    assert checked(made, day=13)[0].names == 5


def test_notice_that_would_outlive_the_letter_is_refused():
    made = living(closes=5)
    crowd(made, 6, 3)
    for day in (6, 9):
        jobs.tick(at=at(day))
    late = datetime.datetime.combine(letters.DESTROY_BY, datetime.time(), datetime.UTC) - datetime.timedelta(days=2)
    with pytest.raises(Refusal, match="destroyed"):
        waves.announce_again(letter=reloaded(made), by=made.by, at=late)
    assert Wave.objects.get().state == WaveState.COLLECTING


def test_stuck_wave_holds_back_neither_the_last_day_nor_the_promised_one():
    made = living(closes=8)
    crowd(made, 6, 3)
    wave = announced(made)
    jobs.tick(at=at(5))
    give_files(made, wave, (1, 2), 5)
    jobs.tick(at=at(8))
    newcomer(made).sign(3, when=at(8, 20))
    Blob.objects.filter(leaf=bytes(Hold.objects.first().leaf)).delete()  # no attempt will succeed
    jobs.tick(at=at(9))
    wave.refresh_from_db()
    assert (wave.state, reloaded(made).state) == (WaveState.OPENING, LetterState.OPEN)
    # Signing has ended all the same, and the last day's signatures are public while trustees take them.
    assert (Waiting.objects.count(), Checkpoint.objects.last().size) == (0, 7)
    with pytest.raises(Refusal, match="This letter is closed"):
        newcomer(made).sign(3, when=at(9))
    with pytest.raises(RuntimeError, match="missing"):
        jobs.open_wave(str(wave.pk))
    jobs.tick(at=at(10))
    wave.refresh_from_db()
    assert (wave.state, reloaded(made).state) == (WaveState.VOID, LetterState.CLOSED)
    jobs.tick(at=at(13))
    final = Wave.objects.get(kind=WaveKind.FINAL)
    assert (final.state, final.due) == (WaveState.COLLECTING, 7)
    jobs.tick(at=datetime.datetime.combine(letters.DESTROY_BY, datetime.time(), datetime.UTC))
    assert reloaded(made).state == LetterState.DESTROYED
    assert not Blob.objects.exists()
