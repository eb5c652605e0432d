import atexit

import pytest

from tests.conftest import IN_CI
from tests.stack import programs
from tests.stack.stack import Stack

_running = []


@pytest.fixture(scope="session")
def stack_is_here():
    """Skip on a laptop that lacks a program of the stack, saying which; fail in CI."""
    missing = programs.missing()
    if missing:
        say = f"the real stack needs {', '.join(missing)}"
        pytest.fail(say) if IN_CI else pytest.skip(say)


@pytest.fixture(scope="session")
def stack(stack_is_here, static_files):
    """One running stack for all tests of this process that leave it as they found it; tests/leaks/ uses it too."""
    from django.conf import settings

    if not _running:
        _running.append(Stack(static=settings.STATIC_ROOT, statement_timeout="3s").__enter__())
        atexit.register(_running[0].__exit__)  # whichever folder's tests were run, and however they ended
    yield _running[0]
