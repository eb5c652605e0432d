import pytest

from tests.conftest import IN_CI
from tests.stack import programs


@pytest.fixture(scope="session")
def stack_is_here():
    """Skip on a laptop that lacks a program of the stack, saying which; fail in CI."""
    missing = programs.missing()
    if missing:
        say = f"the real stack needs {', '.join(missing)}"
        pytest.fail(say) if IN_CI else pytest.skip(say)
