"""How far a promise is tested: a seeded sample in the suite, its full figure under `make prove`.

A test named `test_p34_…` belongs to promise P34. It takes the fixture `reach`, asks it for sizes, and says at the end
what was reached; a promise's test that says nothing fails.
"""

import os
import random
import re

PROMISE = re.compile(r"test_p(\d+)_")
IS_FULL = os.environ.get("UNDERSIGNED_TEST_PROVE") == "1"


class Reach:
    """`size(sample=…, full=…)` is how much to do here; `chance` is seeded, the same in every run of a test."""

    def __init__(self, name):
        self.promise = f"P{int(PROMISE.match(name)[1])}"
        self.is_full = IS_FULL
        self.chance = random.Random(name)
        self.said = []

    def size(self, *, sample, full):
        return full if self.is_full else sample

    def reached(self, figure):
        """Say what was reached, as it stands in the table: "0 of 10,000 mutations accepted"."""
        self.said.append(figure)
