"""All deadlines of 1,000 companies, each with its rules looked up, against the bare date arithmetic of the same days.

The reference adds and takes away the same numbers of days, without rules, steps, warnings or holidays.
"""

import random
import time
from datetime import date, timedelta

from shareholder.rulebook import deadlines, rules
from tests.benchmarks.measure import bound, compare

OFFSETS = (365 - 120, 10, 30, 14, 14, -80, -30, 3, 6, 300)


def _companies(number):
    chance = random.Random(14)
    for _ in range(number):
        meeting = date(2026, 1, 1) + timedelta(days=chance.randrange(364))
        released = meeting - timedelta(days=365 + chance.randrange(35, 50))
        submitted = meeting - timedelta(days=chance.randrange(160, 200))
        yield deadlines.Facts(
            released=released,
            last_meeting=meeting - timedelta(days=365 + chance.randrange(-35, 36)),
            meeting=meeting,
            submitted=submitted,
            received=submitted + timedelta(days=1),
            noticed=submitted + timedelta(days=9),
            definitive=meeting - timedelta(days=42),
            solicited=meeting - timedelta(days=20),
        )


def _ours(companies):
    began = time.perf_counter()
    for facts in companies:
        found = deadlines.all_deadlines(facts, rules.on(facts.meeting, submission=facts.submitted))
    assert len(found) == 9
    return time.perf_counter() - began


def _bare(companies):
    began = time.perf_counter()
    for facts in companies:
        found = sorted(facts.meeting + timedelta(days=days) for days in OFFSETS)
    assert len(found) == len(OFFSETS)
    return time.perf_counter() - began


def main(options):
    companies = list(_companies(options.companies))
    rules.ours()  # the files are read once in the life of a process
    rounds = [(_ours(companies), _bare(companies)) for _ in range(options.rounds)]
    ours, bare = zip(*rounds, strict=True)
    shape = {"companies": options.companies}
    bound("rulebook-seconds", list(ours), unit="s", aim="<= 1", **shape)
    compare("rulebook", ours, bare, unit="s", against="bare additions of days", aim="<= 30", **shape)
