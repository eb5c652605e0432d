"""The refusals of a trustee's tool, made by both implementations from the same kept state."""

import pytest

from tests.client import twin_of
from tests.sealing import conftest, test_trustee_approve, test_trustee_release


@pytest.fixture(autouse=True)
def both(twin):
    return twin


homes, letter, fresh = conftest.homes, conftest.letter, conftest.fresh
globals().update(twin_of.tests(test_trustee_release, test_trustee_approve))


def test_the_twin_would_notice_a_difference(fresh, twin):
    home, world = fresh
    twin.core, real = Deaf(twin.core), twin.core
    with pytest.raises(AssertionError, match="differ"):
        test_trustee_release.shown(home, world)
    twin.core = real
    test_trustee_release.shown(home, world)
    assert twin.heard["look"] == 2


class Deaf:
    """A core that is told of a later moment than the one asked about."""

    def __init__(self, core):
        self.core = core

    def call(self, path, *args):
        return self.core.call(path, *args)

    def ask(self, op, **task):
        return self.core.ask(op, **task | {"now": "2031-01-01T00:00:00+00:00"})
