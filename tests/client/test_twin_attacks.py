"""Every attack of tests/sealing replayed: both implementations give the same verdict, in the same words."""

import pytest

from tests.client import twin_of
from tests.sealing import test_attack_bundle, test_attack_entry, test_attack_release, test_promise


@pytest.fixture(autouse=True)
def both(twin):
    yield
    assert twin.heard, "nothing was asked of the second implementation"


globals().update(twin_of.tests(test_attack_bundle, test_attack_entry, test_attack_release))
test_verifier_takes_a_saved_receipt = test_promise.test_verifier_takes_a_saved_receipt
