import os

import pytest

from tests.leaks.crowd import gather
from tests.reach import IS_FULL
from tests.stack.conftest import stack, stack_is_here  # noqa: F401  the one running stack


@pytest.fixture(scope="session")
def crowd(stack):  # noqa: F811
    """Many people who sign one after the other, and what the database held before their batch."""
    number = int(os.environ.get("UNDERSIGNED_TEST_CROWD") or (1600 if IS_FULL else 120))
    return gather(stack, number)
