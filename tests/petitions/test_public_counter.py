"""What the public sees of a letter's progress: one step a day at most, and only when enough people are new in it."""

import pytest
from django.test import Client

from petitions import jobs
from petitions.models import Checkpoint, LogEntry
from petitions.sealing import entries
from tests.petitions.signatories import at, crowd, newcomer, opened

pytestmark = pytest.mark.django_db(transaction=True)

SHOWN = ("", "read/", "names/", "verify/", "manifest.json", "letter.md", "leaves.bin", "receipts.bin",
         "checkpoints.txt", "bundle.zip")  # fmt: skip
DAYS, TURNS = 3, 8


def look(made):
    """What anyone may fetch of the letter now, as one tuple of bytes."""
    answers = [Client().get(f"/l/{made.letter.address}/{name}") for name in SHOWN]
    assert {answer.status_code for answer in answers} == {200}
    return tuple(b"".join(answer) if answer.streaming else answer.content for answer in answers)


def test_p15_public_files_change_once_a_day_and_only_with_enough_newcomers(reach):
    """People sign all day, named and sealed; the clock runs and somebody looks after each few. On one day few come.

    Not counted as new: who signs again or withdraws. Then a state of the day is the state of its first look.
    """
    made = opened()
    enough, per_turn = made.letter.batch_min, reach.size(sample=1, full=20)
    people, looks, changes = crowd(made, enough, 3), 0, {}
    jobs.tick(at=at(0, 1))
    seen, in_log = look(made), 0
    for day in range(1, DAYS + 2):
        jobs.tick(at=at(day))
        quiet = day == 2
        for turn in range(TURNS):
            hour = 1 + 2 * turn
            if quiet and turn < enough - 1:
                people.append(newcomer(made).sign(3, when=at(day, hour)))
                people[reach.chance.randrange(len(people))].sign(5, when=at(day, hour))
            elif not quiet:
                tier = reach.chance.choice((3, 5, entries.NAMED, entries.COUNT_ONLY))
                people += crowd(made, per_turn, tier, when=at(day, hour))
            jobs.tick(at=at(day, hour))
            now = look(made)
            looks += 1
            if now != seen:
                keys = LogEntry.objects.values("spk").distinct().count()
                changes.setdefault(day, []).append(keys - in_log)
                seen, in_log = now, keys
    assert [len(of_day) for of_day in changes.values()] == [1] * len(changes)
    assert min(min(of_day) for of_day in changes.values()) >= enough
    assert set(changes) == {1, 2, 4}, "on the third day only those of the quiet day were new"
    assert Checkpoint.objects.count() == len(changes)
    told = ", ".join(f"day {day}: {of_day[0]} new" for day, of_day in changes.items())
    reach.reached(f"{len(changes)} changes in {looks} looks over {len(people)} people ({told}; least {enough})")
