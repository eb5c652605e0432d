"""Nothing about a signatory at rest on any path that fails either."""

import pytest

from tests.leaks import (
    failing_parts,  # noqa: F401  its paths join those of failing
    life,
)
from tests.leaks.canaries import words
from tests.leaks.failing import EXPECTED, PATHS, WHERE, Scene
from tests.leaks.sweep import sweep
from tests.stack.people import Letter, Organizer, Person

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


def test_p2_nothing_of_a_signatory_is_at_rest_on_failing_paths(stack, reach):
    """Every path fails as it should, then one sweep finds nothing. That a sweep finds is shown with P1."""
    letter = Letter(stack, stack.step("letter", "desk@failing.example"))
    scene = Scene(letter, Organizer(stack, "desk@failing.example").sign_in(), Person(letter, **WHERE).take_pass())
    seen = {name: fails(scene) for name, fails in PATHS.items()}
    assert seen == EXPECTED
    secrets = life.Life(letter, sealed=[scene.person]).secrets
    assert sweep(stack, words(secrets.items())) == {}
    assert len(PATHS) >= 22
    reach.reached(f"0 hits on {len(PATHS)} failing paths")
