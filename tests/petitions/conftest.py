import pytest
from django.utils import timezone

from tests.petitions.signatories import at


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Keys, kept clients and public files of each test in a folder of its own."""
    settings.KEYS_DIR = tmp_path / "keys"
    settings.CLIENTS_DIR = tmp_path / "clients"
    settings.PUBLIC_DIR = tmp_path / "public"


@pytest.fixture
def on_the_first_day(monkeypatch):
    """Noon of the day on which the letters of the tests open, for views: they can only ask Django what time it is."""
    monkeypatch.setattr(timezone, "now", lambda: at(0, 12))
