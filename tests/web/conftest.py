"""What every response must hold: files of its own for each test, as for the tests of letters."""

from tests.petitions.conftest import own_files  # noqa: F401  a fixture
