"""P41: the database or Redis is away while people sign. What they are not told was kept goes on afterwards."""

from contextlib import closing

import pytest
import redis

from organize.answers import AWAY
from petitions.sealing import entries
from tests.leaks.life import without
from tests.stack.people import Letter, Person, Refused

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

NAME = {"name": "Patiently Waiting"}


def people_of(stack, mailbox):
    """(Letter, who has signed, who has a pass, who has a code only)."""
    letter = Letter(stack, stack.step("letter", mailbox, 20))
    return letter, Person(letter).sign(500, NAME), Person(letter).take_pass(), Person(letter)


def again(work, tries=40):
    """What `work` gives, as somebody who is told to try again does it.

    Each thread of the application finds out by itself, once, that its line to the database was cut.
    """
    for _try in range(tries):
        try:
            return work()
        except Refused as said:
            assert said.answer.status == 503, said
    return work()


def check_log(stack, letter, *expected):
    """After a batch exactly these leaves are in the log, and no process but the one that was away has ended."""
    stack.step("batch", letter.made["pk"])
    logged = stack.sql("SELECT leaf FROM petitions_logentry WHERE letter_id = %s", [letter.made["pk"]])
    assert sorted(bytes(leaf) for (leaf,) in logged) == sorted(expected)
    assert not [name for name, process in stack.processes.items() if process.poll() is not None]


def test_p41_without_the_database_people_are_told_and_go_on_afterwards(stack, reach):
    """Whoever takes a pass, signs or withdraws is told 503 in a sentence; the same code and pass work afterwards."""
    letter, signed, has_pass, has_code = people_of(stack, "desk@database-away.example")
    first, refused = entries.parse(signed.entry).leaf, 0
    with without(stack, "postgres"):
        for attempt in (has_code.take_pass, lambda: has_pass.sign(500, NAME), signed.withdraw):
            with pytest.raises(Refused) as said:
                attempt()
            assert said.value.answer.status == 503, said.value
            assert str(AWAY) in said.value.answer.text
            refused += 1
    for attempt in (lambda: has_code.sign(500, NAME), lambda: has_pass.sign(500, NAME), signed.withdraw):
        again(attempt)
    check_log(stack, letter, first, *(person.receipt[:32] for person in (has_code, has_pass, signed)))
    stack.kill("web")  # or a thread that has not asked since would tell the next test what this one did
    stack.start("web")
    reach.reached(f"database away: {refused} of {refused} told 503, 0 of 4 entries lost or twice afterwards")


def test_p41_without_redis_people_sign_all_the_same(stack, reach):
    """A lost counter stops nobody: passes, signatures and withdrawals are taken, before and after Redis is back."""
    letter, signed, has_pass, has_code = people_of(stack, "desk@redis-away.example")
    first = entries.parse(signed.entry).leaf
    with without(stack, "redis"):
        with pytest.raises(redis.exceptions.ConnectionError), closing(stack.redis()) as client:
            client.ping()
        has_code.sign(500, NAME)
        has_pass.sign(500, NAME)
        signed.withdraw()
    later = Person(letter).sign(500, NAME)
    check_log(stack, letter, first, *(person.receipt[:32] for person in (has_code, has_pass, signed, later)))
    reach.reached("redis away: 3 of 3 taken, 0 of 5 entries lost or twice afterwards")
