"""P2: what fails says nothing either. Every path fails as it is named; then every byte that was written is searched."""

import inspect

import pytest

from tests.leaks import life
from tests.leaks.controls import sweep_beside_leaks
from tests.leaks.paths import away, broken, refused
from tests.leaks.paths.here import Here

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


def paths_of(module):
    """Its public functions that take `here` alone, in their order: later ones build on what earlier ones left."""
    own = [one for one in vars(module).values() if inspect.isfunction(one) and one.__module__ == module.__name__]
    return [one for one in own if list(inspect.signature(one).parameters) == ["here"] and one.__name__[0] != "_"]


def test_p2_nothing_of_a_signatory_is_at_rest_after_failing_paths(stack, reach):
    """What a mail server did not take waits, encrypted, while the sweep looks; the clock would send it again."""
    here, rounds = Here(stack), reach.size(sample=1, full=3)
    with life.without(stack, "cron"):
        try:
            for _round in range(rounds):
                hung = away.begin_to_hang(here)
                for path in paths_of(refused):
                    path(here)
                hung()
                for path in (*paths_of(broken), *paths_of(away)):
                    path(here)
            found, searched = sweep_beside_leaks(stack, here.words)
        finally:  # a path that fails this test must not fail the next ones, which wait for mail
            stack.sql("DELETE FROM petitions_asked")
            stack.mail.fault = None
    assert found == {}
    number = sum(len(paths_of(module)) for module in (refused, broken, away)) + 1
    assert number >= 36
    reach.reached(f"{number} failing paths, {rounds} times each: 0 hits in {searched}")
