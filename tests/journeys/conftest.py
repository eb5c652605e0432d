"""What every journey needs: own files, the built signing client, and a browser that tells on the page."""

import os

import pytest
from django.conf import settings as django_settings

from tests.journeys.watched import Watched


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Keys, kept clients and public files of each journey in a folder of its own."""
    if not django_settings.CLIENT_BUNDLE.exists():
        missing = "the signing client is not built (python3 deploy/bootstrap.py assets)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    settings.KEYS_DIR = tmp_path / "keys"
    settings.CLIENTS_DIR = tmp_path / "clients"
    settings.PUBLIC_DIR = tmp_path / "public"


@pytest.fixture
def watched(browser, site):
    """Call it for a new private browser window; at the end each must have stayed clean (see Watched)."""
    windows = []

    def window(**options):
        windows.append(Watched(browser, site, **options))
        return windows[-1]

    yield window
    for one in windows:
        one.close()
