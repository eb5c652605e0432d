"""What every journey needs: own files, the built signing client, and browsers that tell on the page.

A journey is led in Chromium. `@in_both` (engines.py) leads the same steps in Firefox as well.
"""

import os

import pytest
from django.conf import settings as django_settings

from tests.firefox import Firefox
from tests.journeys import offline
from tests.journeys.watched import Watched, WatchedFirefox


@pytest.fixture(autouse=True)
def own_files(own_folders):
    """Keys, kept clients, public files and printed letters of each journey in folders of its own."""
    if not django_settings.CLIENT_BUNDLE.exists():
        missing = "the signing client is not built (python3 deploy/bootstrap.py assets)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


@pytest.fixture
def engine():
    """Which browser the journey is led in."""
    return "chromium"


@pytest.fixture(scope="session")
def firefoxes(tmp_path_factory):
    """Call it with script=True or False for the one Firefox of this run in which scripts run, or do not."""
    running = {}

    def get(*, script):
        if script not in running:
            running[script] = Firefox(tmp_path_factory.mktemp("firefox"), script=script)
        return running[script]

    yield get
    for one in running.values():
        one.close()


@pytest.fixture
def watched(request, engine, site, tmp_path):
    """Call it for a new private browser window; at the end each must have stayed clean (see Watched)."""
    windows = []

    def window(*, script=True, **options):
        if engine == "chromium":
            windows.append(Watched(request.getfixturevalue("browser"), site, script=script, **options))
        else:
            folder = tmp_path / f"window-{len(windows)}"
            folder.mkdir()
            firefox = request.getfixturevalue("firefoxes")(script=script)
            windows.append(WatchedFirefox(firefox, site, folder, **options))
        return windows[-1]

    yield window
    for one in windows:
        one.close()


@pytest.fixture
def open_from_disk(request, engine):
    """Call it with a folder and the source of a page to open a copy of that file; see offline.py, which also closes."""

    def open_page(folder, source, *, at=None):
        if engine == "chromium":
            return offline.open_page(request.getfixturevalue("browser"), folder, source, at=at)
        return offline.open_in_firefox(request.getfixturevalue("firefoxes")(script=True), folder, source, at=at)

    return open_page
