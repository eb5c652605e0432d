"""P47: the end of a notice is exactly what protocol section 10 says, and withdrawing works until that very minute.

All moments are passed in (`at=`), so the clock is moved and not frozen: across changes of summer time, leap days, and
by a server whose clock is up to 25 hours wrong.
"""

import datetime
from zoneinfo import ZoneInfo

import pytest

from organize.refusals import Refusal
from petitions import jobs
from petitions.actions import batches, life, signing, waves
from petitions.models import Wave
from petitions.sealing import entries, release
from petitions.sealing.waves import first_day
from petitions.states import WaveState
from tests.petitions.signatories import at, crowd, newcomer, opened

UTC, MINUTE, HOUR = datetime.UTC, datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati")
# Summer time begins and ends, leap days, the turn of a year, and a year that is no leap year although four divides it.
DAYS = ("2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01", "2026-12-31", "2027-02-28", "2028-02-28", "2028-02-29")
DAYS += ("2028-12-31", "2100-02-28")


def brute_force(moment, hours):
    """The first 00:00 UTC at least `hours` after `moment`, and never of its own day, by counting midnights."""
    moment = moment.astimezone(UTC)
    day = moment.date() + datetime.timedelta(days=1)
    while datetime.datetime.combine(day, datetime.time(), UTC) - moment < datetime.timedelta(hours=hours):
        day += datetime.timedelta(days=1)
    return day


def moments(chance):
    """Moments on and around every odd day, on clocks of several zones, to the second."""
    for text in DAYS:
        for zone in ZONES:
            noon = datetime.datetime.fromisoformat(text).replace(hour=12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
            for hours in (-25, -13, -12, 0, 12, 13, 25):
                yield noon + hours * HOUR + datetime.timedelta(seconds=chance.randrange(-3600, 3600))
            yield noon.replace(hour=0, minute=0, second=0)
            yield noon.replace(hour=23, minute=59, second=59, microsecond=999_999)


def test_p47_the_snapshots_day_is_the_protocols(reach):
    chance, cases = reach.chance, 0
    every = list(moments(chance))
    for moment in every:
        for hours in (0, 1, 23, 24, 25, 72, 168, 720, chance.randrange(721)):
            assert waves.snapshot_day(at=moment, hours=hours) == brute_force(moment, hours), (moment, hours)
            cases += 1
    for _case in range(reach.size(sample=2000, full=200_000)):
        moment = datetime.datetime(2026, 1, 1, tzinfo=UTC) + datetime.timedelta(seconds=chance.randrange(10**9))
        hours = chance.randrange(721)
        assert waves.snapshot_day(at=moment, hours=hours) == brute_force(moment, hours)
        cases += 1
    reach.reached(f"{cases:,} of {cases:,} ends of a notice on the day that counting midnights gives")


def announced(hours=72, when=None):
    made = opened(terms={"tiers": [3, 5, 8], "margin": 1, "notice_hours": hours})
    people = crowd(made, 5, 3)
    when = when or at(1)
    batches.publish_batch(letter_pk=made.letter.pk, at=when, forced=True)
    return made, people, waves.announce_wave(letter=made.letter, by=made.by, at=when)


def withdraw(made, person, when):
    raw = entries.make_withdraw(letter_id=made.facts.letter_id, seq=person.seq + 1, ssk=person.pass_.ssk)
    receipt = signing.withdraw_signature(facts=made.facts, entry=raw, at=when)
    person.seq += 1
    return receipt


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [0, 24, 72])
def test_p47_withdrawal_works_to_the_last_minute_of_an_early_notice(hours, reach):
    made, people, wave = announced(hours)
    notice = release.parse_notice(bytes(wave.notice), manifest=made.facts.manifest)
    ends = datetime.datetime.combine(wave.snapshot_day, datetime.time(), UTC)
    assert wave.snapshot_day == brute_force(at(1), hours)
    assert datetime.date.fromordinal(datetime.date(1970, 1, 1).toordinal() + notice.snapshot_day) == wave.snapshot_day
    assert (notice.k, notice.size) == (3, 5)
    for moment in (ends - 25 * HOUR, ends - MINUTE, ends - datetime.timedelta(microseconds=1)):
        jobs.tick(at=moment)  # a clock that runs, or one that is late, ends no notice before its time
        with pytest.raises(Refusal, match="still runs"):
            waves.take_snapshot(wave=wave, at=moment)
        assert Wave.objects.get().state == WaveState.ANNOUNCED
    withdraw(made, people[0], ends - datetime.timedelta(microseconds=1))
    jobs.tick(at=ends)
    wave = Wave.objects.get()
    assert (wave.state, wave.k, wave.due, wave.snapshot_size) == (WaveState.COLLECTING, 3, 4, 6)
    with pytest.raises(Refusal, match="being opened"):
        withdraw(made, people[1], ends)
    reach.reached(f"{hours} h: withdrawn in the last microsecond, refused once the snapshot was taken")


@pytest.mark.django_db
def test_p47_a_late_clock_takes_the_snapshot_of_its_own_day_with_every_withdrawal_before_it(reach):
    """The server was down over the end of the notice: who withdraws before the clock has run is not opened."""
    made, people, wave = announced()
    late = datetime.datetime.combine(wave.snapshot_day, datetime.time(), UTC) + 25 * HOUR
    withdraw(made, people[0], late)
    jobs.tick(at=late)
    wave = Wave.objects.get()
    assert (wave.state, wave.due) == (WaveState.COLLECTING, 4)
    assert made.letter.checkpoints.order_by("size").last().day == wave.snapshot_day
    reach.reached("25 h late: the snapshot carries its own day and has the withdrawal")


@pytest.mark.django_db
def test_p47_the_final_notice_ends_signing_and_leaves_withdrawing_open(reach):
    made = opened()
    people = crowd(made, 6, 3)
    closes = datetime.datetime.combine(made.letter.closes_on, datetime.time(), UTC) + 24 * HOUR
    jobs.tick(at=closes - 24 * HOUR)  # a site whose clock stands still promises nothing
    newcomer(made).sign(3, when=closes - datetime.timedelta(microseconds=1))  # the last moment of the last day
    with pytest.raises(Refusal, match="takes no more signatures"):
        newcomer(made).sign(3, when=closes)
    jobs.tick(at=closes - MINUTE)
    assert not Wave.objects.exists()
    jobs.tick(at=closes)
    wave = Wave.objects.get()
    whole = first_day(day=_number(closes.date()), notice_hours=72)
    assert (wave.kind, _number(wave.snapshot_day)) == ("final", whole)
    assert wave.k_notice == made.letter.tiers[-1]
    with pytest.raises(Refusal, match="takes no more signatures"):
        people[0].sign(5, when=closes + HOUR)
    ends = datetime.datetime.combine(wave.snapshot_day, datetime.time(), UTC)
    withdraw(made, people[0], ends - datetime.timedelta(microseconds=1))
    jobs.tick(at=ends - MINUTE)
    jobs.tick(at=ends)
    wave = Wave.objects.get()
    assert (wave.state, wave.due) == (WaveState.COLLECTING, 6)
    with pytest.raises(Refusal):
        withdraw(made, people[1], ends)
    reach.reached("final: signed in the last microsecond, withdrawn in the last one of the notice, nothing after")


def _number(day):
    return day.toordinal() - datetime.date(1970, 1, 1).toordinal()


@pytest.mark.django_db
@pytest.mark.parametrize("skew", [-25, -1, 1, 25])
def test_p47_a_wrong_clock_shortens_no_notice_for_the_trustees(skew, reach):
    """A server that runs ahead signs a notice early; what it signs is still `notice_hours` long on its own clock, and
    the trustees' tools count from when they saw it themselves (tests/sealing/test_trustee_release.py)."""
    when = at(3) + skew * HOUR
    made, _people, wave = announced(when=when)
    assert wave.snapshot_day == brute_force(when, 72)
    ends = datetime.datetime.combine(wave.snapshot_day, datetime.time(), UTC)
    assert ends - when >= 72 * HOUR
    # A clock that was set back meanwhile only waits longer.
    jobs.tick(at=ends - 25 * HOUR)
    assert Wave.objects.get().state == WaveState.ANNOUNCED
    assert life.may_no_longer_wait(made.letter, ends) is False
    reach.reached(f"{skew:+} h: {(ends - when) // HOUR} h of notice")
