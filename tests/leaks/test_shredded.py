"""Withdrawn means gone: from tables, indexes, the write-ahead log and new dumps."""

import pytest

from petitions.sealing import entries
from petitions.sealing.entries import NAMED
from tests.leaks.sweep import sweep
from tests.stack.people import Letter, Person

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

NAME = {"name": "Regretfully Vanishing Personage"}


def test_p43_withdrawn_is_gone_from_the_database(stack, reach):
    """What was sealed or said, once withdrawn and logged, is still there after a VACUUM, and gone after the job.

    The window: until the batch that logs the withdrawal, and from there until the job of the same day.
    """
    number = reach.size(sample=6, full=100)
    letter = Letter(stack, stack.step("letter", "desk@shredded.example", 2 * number + 10))
    people = [Person(letter).sign(500 if at % 2 else NAMED, NAME) for at in range(number)]
    sealed = {f"sealed {at}": person.sealed[4:36] for at, person in enumerate(people)}
    sealed |= {"name": NAME["name"].encode()}
    stack.step("batch", letter.made["pk"])
    for person in people:
        person.withdraw()
    stack.step("batch", letter.made["pk"])
    stack.sql("VACUUM")
    before = sweep(stack, sealed, backups=False)
    still = set(sealed) & set().union(*before.values())
    assert "name" in still and len(still) > 0.9 * len(sealed), "still there, but for what was written over"
    stack.step("shred")
    assert sweep(stack, sealed) == {}
    leaves = {f"leaf {at}": entries.parse(person.entry).leaf for at, person in enumerate(people)}
    logged = sweep(stack, leaves, backups=False)["database: tables and indexes"]
    assert logged == set(leaves), "the public log keeps its entries, without what they sealed"
    reach.reached(f"0 of {len(sealed)} withdrawn texts in tables, WAL, dump and base backup; after VACUUM {len(still)} "
                  f"were still in: {', '.join(sorted(before))}")  # fmt: skip
