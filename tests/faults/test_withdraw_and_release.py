"""P42: withdrawing and releasing at once. What opens has enough people at that moment, and nobody who had withdrawn."""

import threading

import pytest

from organize.refusals import Refusal
from petitions.actions import batches, release, waves
from petitions.models import LogEntry, PublishedName
from petitions.states import WaveState
from tests.petitions.signatories import at, crowd, opened, release_file
from tests.petitions.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NEEDED = 4  # tier 3 and margin 1


def raced(jobs):
    """The answers of all jobs, started at one moment as nearly as threads can."""
    gate = threading.Barrier(len(jobs))

    def behind(job):
        gate.wait(30)
        return job()

    return at_once([lambda job=job: behind(job) for job in jobs], threads=len(jobs))


def race(chance):
    """(who withdrew in time, who was published) of one letter; withdrawals race the snapshot, then the opening."""
    made = opened(codes=8)
    people = crowd(made, NEEDED + chance.randrange(3), 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    leaving = chance.sample(people, chance.randrange(1, 4))
    jobs = [lambda one=one: one.withdraw(when=at(1)) for one in leaving]
    jobs.insert(chance.randrange(len(jobs) + 1), lambda: waves.take_snapshot(wave=wave, at=at(5)))
    answers = raced(jobs)
    assert all(isinstance(answer, Refusal) or answer for answer in answers)
    wave.refresh_from_db()
    gone = {one.pass_.spk for one in leaving if one.seq == 1}
    if wave.state == WaveState.VOID:
        assert len(people) - len(gone) < NEEDED  # the only reason to open nothing
        assert not PublishedName.objects.filter(letter=made.letter).exists()
        return made, gone, set()
    assert wave.due == len(people) - len(gone) >= NEEDED
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    release.start_opening(wave=wave, by=made.by, at=at(6))
    staying = [one for one in people if one.pass_.spk not in gone]
    late = [lambda one=one: one.withdraw(when=at(6)) for one in staying[:2]]
    answers = raced([*late, lambda: release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)])
    assert all(isinstance(answer, Refusal) for answer in answers[:-1])  # pending, or final: too late either way
    leaves = PublishedName.objects.filter(letter=made.letter).values("leaf")
    found = LogEntry.objects.filter(letter=made.letter, leaf__in=leaves).values_list("spk", flat=True)
    return made, gone, {bytes(spk) for spk in found}


@pytest.mark.slow
def test_p42_withdrawals_beat_the_release_or_come_too_late_and_say_so(reach):
    races, below, named, void, published = reach.size(sample=6, full=500), 0, 0, 0, 0
    for _race in range(races):
        _made, gone, shown = race(reach.chance)
        below += 0 < len(shown) < NEEDED
        named += len(gone & shown)
        void += not shown
        published += bool(shown)
    assert (below, named) == (0, 0)
    assert published, "no race ended in a release: nothing was tested"
    sides = f"{published:,} released, {void:,} void"
    reach.reached(f"{below} releases below the threshold, {named} withdrawn names in {races:,} races ({sides})")
