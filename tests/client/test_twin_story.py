"""Every story of waves that tests/sealing tells, told by both implementations from the same log."""

import pytest

from tests.client import twin_of
from tests.sealing import test_wave_numbers, test_wave_states


@pytest.fixture(autouse=True)
def both(twin):
    yield
    assert twin.heard, "nothing was asked of the second implementation"


globals().update(twin_of.tests(test_wave_states, test_wave_numbers))
