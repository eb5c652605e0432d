"""Nothing about a signatory at rest: the whole stack lives a letter's life, then every byte it wrote is searched."""

import pytest

from tests.leaks import life
from tests.leaks.controls import planted
from tests.leaks.sweep import Needles, sweep

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


@pytest.fixture(scope="module")
def lived(stack):
    """A letter up to the moment after its people signed: (Life, what a sweep found then)."""
    made = life.sign(stack)
    return made, sweep(stack, made.words)


def test_p1_nothing_of_a_signatory_is_at_rest_after_signing(stack, lived, reach):
    """The sweep finds nothing of what was planted, and everything that is then planted in each sink on purpose."""
    _made, found = lived
    assert found == {}
    with planted(stack) as by_sink:
        wanted = {sink: set(words) for sink, words in by_sink.items()}
        seen = sweep(stack, {what: word for words in by_sink.values() for what, word in words.items()})
    missed = {sink: words - seen.get(sink, set()) for sink, words in wanted.items() if words - seen.get(sink, set())}
    assert not missed
    assert len(wanted) >= 25
    number = sum(len(words) for words in wanted.values())
    reach.reached(f"0 hits in {len(wanted)} sinks; {number} of {number} planted leaks found")


def test_p7_backups_carry_only_ciphertext(stack, lived, reach):
    """Only backup sinks of the same sweep; that they are read is shown by the rows planted for P1."""
    made, found = lived
    assert not [sink for sink in found if sink.startswith("backup")]
    dump = (stack.folder / "backup" / "dump.sql").read_bytes()
    assert Needles({"entry": made.opened[0].entry}).within(dump) == {"entry"}  # the ciphertext is in it
    reach.reached("0 hits in pg_dump, pg_basebackup with its WAL, and the tar of configuration and files")


def test_p1_nothing_of_a_signatory_is_at_rest_at_the_end(stack, lived, reach):
    """Released, delivered and destroyed: not even envelopes that stayed sealed are left; those that were opened are.

    Until the destruction they are in tables, the write-ahead log and both backups, and found there. The log was cleared
    since they came, so they are written once more, as an operator may do.
    """
    made, _found = lived
    life.release(made)
    sealed = life.unopened(made)
    assert len(sealed) == 4, "two people stay sealed: one who signed anew, and one without JavaScript"
    opened = {f"opened {at}": person.sealed[4:36] for at, person in enumerate(made.opened[:5])}
    kept = {"database: tables and indexes", "database: write-ahead log", "backup: pg_dump", "backup: pg_basebackup"}
    stack.sql("VACUUM FULL petitions_blob")
    before = sweep(stack, sealed)
    assert {sink for sink, found in before.items() if found == set(sealed)} >= kept, before
    life.end(made)
    after = sweep(stack, made.words | sealed | opened)
    assert set().union(*after.values()) == set(opened)
    assert {sink for sink, found in after.items() if found == set(opened)} >= kept - {"database: write-ahead log"}
    reach.reached(f"after the destruction 0 of {len(sealed)} pieces of unopened envelopes anywhere; before it, all in "
                  f"{', '.join(sorted(before))}")  # fmt: skip
