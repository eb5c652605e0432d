import pytest
from django.utils import timezone

from tests import make
from tests.petitions.signatories import at


@pytest.fixture(autouse=True)
def own_files(own_folders):
    """Keys, kept clients, public files and printed letters of each test in folders of its own."""


@pytest.fixture
def on_the_first_day(monkeypatch):
    """Noon of the day on which the letters of the tests open, for views: they can only ask Django what time it is."""
    monkeypatch.setattr(timezone, "now", lambda: at(0, 12))


@pytest.fixture
def at_noon(monkeypatch):
    """The moment in which `make` and the petitions of the tests live, for views likewise."""
    monkeypatch.setattr(timezone, "now", lambda: make.NOW)
