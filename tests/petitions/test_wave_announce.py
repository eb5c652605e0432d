"""Waves: when one may be announced, when its notice ends, what its snapshot holds."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organize.refusals import Refusal
from petitions import vault
from petitions.actions import batches, life, waves
from petitions.models import Hold, LogEntry, Wave
from petitions.sealing import entries, release, tiers
from petitions.sealing.encoding import day_number
from petitions.sealing.waves import first_day
from petitions.states import LetterState, WaveKind, WaveState
from tests.petitions.signatories import at, crowd, newcomer, opened, reloaded

pytestmark = pytest.mark.django_db


def publish(made, day):
    return batches.publish_batch(letter_pk=made.letter.pk, at=at(day), forced=True)


def announce(made, day, **parts):
    return waves.announce_wave(letter=made.letter, by=made.by, at=at(day, 10), **parts)


@given(
    hours=st.integers(0, 720),
    moment=st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2031, 1, 1), timezones=st.just(datetime.UTC)),
)
def test_notice_ends_at_the_first_midnight_after_its_hours(hours, moment):
    found = waves.snapshot_day(at=moment, hours=hours)
    midnight = datetime.datetime.combine(found, datetime.time(), datetime.UTC)
    assert midnight - moment >= datetime.timedelta(hours=hours)
    assert midnight - moment < datetime.timedelta(hours=hours + 24) or found == moment.date() + datetime.timedelta(1)
    assert found > moment.date()
    today = day_number(moment.date().isoformat())
    assert day_number(found.isoformat()) >= first_day(day=today, notice_hours=hours)


def test_wave_is_announced_for_the_tier_of_the_last_public_count():
    made = opened()
    with pytest.raises(Refusal, match="No threshold"):
        announce(made, 0)
    crowd(made, 3, 3)
    publish(made, 1)
    with pytest.raises(Refusal, match="No threshold"):  # 3 + margin 1
        announce(made, 1)
    newcomer(made).sign(3)
    with pytest.raises(Refusal, match="No threshold"):  # not public yet
        announce(made, 1)
    publish(made, 2)
    wave = announce(made, 2)
    notice = release.parse_notice(bytes(wave.notice), manifest=made.facts.manifest)
    assert (notice.wave, notice.previous, notice.final, notice.size, notice.k) == (1, 0, False, 4, 3)
    assert notice.snapshot_day == made.facts.manifest.opens + 6  # 72 hours after 10:00 on day 2
    with pytest.raises(Refusal, match="one at a time"):
        announce(made, 2)
    with pytest.raises(Refusal, match="one at a time"):
        announce(made, 2, replace=True)


def test_snapshot_holds_what_is_due_and_what_is_counted():
    made = opened()
    due = crowd(made, 3, 3)
    named = newcomer(made).sign(entries.NAMED)
    high = newcomer(made).sign(8)
    counted = newcomer(made).sign(entries.COUNT_ONLY)
    gone = newcomer(made).sign(3)
    publish(made, 1)
    wave = announce(made, 1)
    with pytest.raises(Refusal, match="still runs"):
        waves.take_snapshot(wave=wave, at=at(4))
    gone.withdraw(when=at(3))
    late = newcomer(made).sign(3, when=at(4))
    wave = waves.take_snapshot(wave=wave, at=at(5))
    assert (wave.state, wave.k, wave.due, wave.snapshot_size) == (WaveState.COLLECTING, 3, 4, 9)
    held = {bytes(row.spk): row.due for row in Hold.objects.filter(wave=wave)}
    assert held == {one.pass_.spk: True for one in (*due, late)} | {named.pass_.spk: False}
    lines = [entries.parse(bytes(row.entry)) for row in LogEntry.objects.all()]
    ruling = tiers.judge(manifest=made.facts.manifest, heads=tiers.heads(lines).values(), cap=wave.k_notice)
    assert {head.spk for head in ruling.due} == {one.pass_.spk for one in (*due, late)}
    assert [head.spk for head in ruling.counted] == [named.pass_.spk]
    for one in (due[0], named):
        with pytest.raises(Refusal, match="being opened"):
            one.withdraw()
        with pytest.raises(Refusal, match="being opened"):
            one.sign(5)
    high.withdraw()
    counted.withdraw()
    gone.sign(5)
    with pytest.raises(Refusal, match="ended already"):
        waves.take_snapshot(wave=wave, at=at(5))


def test_wave_is_void_when_withdrawals_go_below_the_threshold():
    made = opened()
    people = crowd(made, 4, 3)
    publish(made, 1)
    wave = announce(made, 1)
    people[0].withdraw()
    wave = waves.take_snapshot(wave=wave, at=at(5))
    assert (wave.state, wave.k, wave.due) == (WaveState.VOID, 0, 0)
    assert not Hold.objects.exists()
    people[1].withdraw()
    newcomer(made).sign(3)
    crowd(made, 2, 3)
    publish(made, 6)
    assert announce(made, 6).number == 2


def test_wave_never_exceeds_the_tier_it_announced():
    made = opened()
    crowd(made, 4, 3)
    publish(made, 1)
    wave = announce(made, 1)
    assert wave.k_notice == 3
    crowd(made, 8, 8)
    wave = waves.take_snapshot(wave=wave, at=at(5))
    assert (wave.k, wave.due) == (3, 4)


def test_wave_whose_trustees_stay_silent_can_be_replaced():
    made = opened()
    people = crowd(made, 4, 3)
    publish(made, 1)
    wave = waves.take_snapshot(wave=announce(made, 1), at=at(5))
    with pytest.raises(Refusal, match="one at a time"):
        announce(made, 6)
    second = announce(made, 6, replace=True)
    wave.refresh_from_db()
    assert (wave.state, second.number, second.previous) == (WaveState.VOID, 2, 0)
    people[0].sign(5)  # free again


def test_closing_publishes_what_waits_and_begins_the_final_notice():
    made = opened()
    people = crowd(made, 2, 3)
    letter = life.close_letter(letter=made.letter, at=at(2), by=made.by)
    wave = Wave.objects.get()
    assert (letter.state, wave.kind, wave.k_notice, wave.size) == (LetterState.CLOSED, WaveKind.FINAL, 8, 2)
    # Closed early, by hand: people were promised that they can withdraw until the letter's last day and its notice.
    assert wave.snapshot_day == letter.closes_on + datetime.timedelta(days=3)
    assert release.parse_notice(bytes(wave.notice), manifest=made.facts.manifest).final
    with pytest.raises(Refusal, match="closed"):
        people[0].sign(5)
    people[0].withdraw()
    with pytest.raises(Refusal):
        life.close_letter(letter=letter, at=at(2))
    with pytest.raises(Refusal, match="still under way"):
        life.finish_letter(letter=letter, at=at(3))
    wave = waves.take_snapshot(wave=wave, at=at(60))
    assert wave.state == WaveState.VOID
    with pytest.raises(Refusal, match="time to withdraw has ended"):
        people[1].withdraw(when=at(13))
    assert life.finish_letter(letter=letter, at=at(60)).state == LetterState.RELEASED


def test_closing_voids_an_early_wave_without_files():
    made = opened()
    people = crowd(made, 4, 3)
    publish(made, 1)
    wave = waves.take_snapshot(wave=announce(made, 1), at=at(5))
    life.close_letter(letter=made.letter, at=at(38))
    wave.refresh_from_db()
    assert wave.state == WaveState.VOID
    assert Wave.objects.get(kind=WaveKind.FINAL).previous == 0
    people[0].withdraw()


def test_letter_that_nobody_signed_is_released_without_a_notice():
    made = opened()
    letter = life.close_letter(letter=made.letter, at=at(38))
    assert not Wave.objects.exists()
    assert life.finish_letter(letter=letter, at=at(38)).state == LetterState.RELEASED


def test_closing_ends_the_passes(django_capture_on_commit_callbacks):
    made = opened()
    assert vault.issuer_load(made.letter.pk)
    with django_capture_on_commit_callbacks(execute=True):
        life.close_letter(letter=made.letter, at=at(38))
    assert vault.issuer_load(made.letter.pk) is None


def test_letter_opens_on_its_day_and_only_when_approved():
    from tests.petitions import letters

    made = letters.approved()
    with pytest.raises(Refusal, match="later day"):
        life.open_letter(letter=made.letter, at=at(-1, 23))
    assert life.open_letter(letter=made.letter, at=at(0)).state == LetterState.OPEN
    with pytest.raises(Refusal):
        life.open_letter(letter=reloaded(made), at=at(0))
