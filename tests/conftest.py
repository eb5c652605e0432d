"""Fixtures that need pytest's life cycle; everything else is a plain function in tests/make.py."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.firefox import FIREFOX

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the main thread
IN_CI = os.environ.get("CI") == "true"
expect.set_options(timeout=20_000)  # a busy machine is no fault of a page; what never comes is still told
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(config, items):
    """Where everything must be present nothing is skipped; on a laptop a sentence says what is missing.

    CI runs the suite once on each database, so what belongs to the other one is left to that run.
    """
    from django.conf import settings

    here = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    other = {"sqlite3": "postgresql", "postgresql": "sqlite"}[here]
    elsewhere = [item for item in items if item.get_closest_marker(other)]
    if IN_CI and elsewhere:
        items[:] = [item for item in items if item not in elsewhere]
        config.hook.pytest_deselected(items=elsewhere)
    for item in elsewhere:
        item.add_marker(pytest.mark.skip(reason=f"this looks inside {other}; UNDERSIGNED_TEST_DATABASE_URL chooses"))
    for item in items:
        is_in_firefox = item.get_closest_marker("firefox")
        is_in_chromium = item.get_closest_marker("browser") or "page" in getattr(item, "fixturenames", ())
        if is_in_chromium and not CHROMIUM:
            browser_is_missing(item, "Chromium", "chromium")
        if is_in_firefox and not FIREFOX:
            browser_is_missing(item, "Firefox", "firefox-esr")


def browser_is_missing(item, name, package):
    """A browser test without its browser is skipped on a laptop and fails where everything must be present."""
    reason = f"no {name} here (apt-get install {package}, or set {name.upper()})"
    item.add_marker(pytest.mark.usefixtures("missing_browser") if IN_CI else pytest.mark.skip(reason=reason))


@pytest.fixture
def missing_browser():
    pytest.fail("CI needs every browser; this test's is not here")


def pytest_terminal_summary(terminalreporter):
    if not CHROMIUM:
        terminalreporter.write_line("Browser journeys were not run: no Chromium here.")
    if not FIREFOX:
        terminalreporter.write_line("Journeys in Firefox were not run: no Firefox here.")
    # What `reach` was told stands in the report on its end, which pytest counts under no name.
    passed = {report.nodeid for report in terminalreporter.stats.get("passed", [])}
    lines = [
        f"{promise}: {figure}"
        for report in terminalreporter.stats.get("", [])
        if report.nodeid in passed
        for promise, figure in report.user_properties
        if promise.startswith("P")
    ]
    if lines and not (path := os.environ.get("UNDERSIGNED_TEST_PROVE_FIGURES")):
        terminalreporter.section("what the promises' samples reached")
        for line in sorted(lines, key=lambda line: int(line[1:].split(":")[0])):
            terminalreporter.write_line(line)
    elif lines:
        Path(path).write_text("".join(line.partition(": ")[2] + "\n" for line in lines))


@pytest.fixture
def reach(request):
    """How much of a promise to test here, and where to say what was reached (tests/reach.py)."""
    from tests.reach import Reach

    found = Reach(request.node.name)
    yield found
    assert found.said, f"the test of {found.promise} did not say what it reached"
    request.node.user_properties.extend((found.promise, figure) for figure in found.said)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, playwright):
    """Our Chromium. While Playwright runs, Django keeps other connections for this thread than before and after."""
    from django.db import connections

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"]
    yield {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}
    connections.close_all()  # or the test database could not be dropped, because we ourselves still use it


@pytest.fixture(scope="session", autouse=True)
def own_folder():
    """Each process keeps its files in a folder named after it; what killed runs left is cleared by the next one."""
    from django.conf import settings

    for folder in settings.VAR.parent.glob("run-*"):
        if not _lives(int(folder.name.removeprefix("run-"))):
            shutil.rmtree(folder, ignore_errors=True)  # another process of this run may be clearing it too
    yield
    shutil.rmtree(settings.VAR, ignore_errors=True)


def _lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """Hashed and compressed, as production serves them; collected again only when a source has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            seen.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    root = Path(settings.STATIC_ROOT)
    stamp, now = root.with_name(root.name + ".stamp"), "\n".join(sorted(seen))
    if not stamp.exists() or stamp.read_text() != now:
        stamp.unlink(missing_ok=True)  # a collection that breaks off must not look finished to the next run
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(now)


@pytest.fixture(autouse=True)
def nothing_left_behind(settings):
    """Each test starts with an empty queue, cache and mailbox."""
    from django.core.cache import cache

    from organize import embedded
    from tests import mailbox

    settings.EMAIL_BACKEND = "tests.mailbox.Kept"
    yield
    mailbox.empty()
    cache.clear()
    if settings.REDIS_URL:
        import django_rq

        django_rq.get_connection("default").flushdb()
    else:
        embedded.forget()


@pytest.fixture
def client():
    """Django's client, in which whoever has a second factor has used it on the way in."""
    from tests.factors import Browser

    return Browser()


@pytest.fixture
def own_folders(settings, tmp_path):
    """Keys, kept clients, public files and printed letters in folders of the test's own, there from the start as on a
    host."""
    for name in ("KEYS_DIR", "CLIENTS_DIR", "PUBLIC_DIR", "PRINTOUTS_DIR", "REPORTS_DIR"):
        folder = tmp_path / name.removesuffix("_DIR").lower()
        folder.mkdir(mode=0o700)
        setattr(settings, name, folder)


@pytest.fixture
def run_jobs():
    """Call it to work through everything that waits in the queue, with the worker class of production or laptop."""
    from django_rq.workers import get_worker

    def run():
        get_worker("default", "mail").work(burst=True, logging_level="WARNING")

    return run


@pytest.fixture
def accounts_at_once(monkeypatch):
    """Answers about accounts leave on whole milliseconds, for tests that ask for many and measure no time."""
    monkeypatch.setattr("organize.middleware.QUARTER", 0.001)


@pytest.fixture
def site(transactional_db):
    """The address of a live server whose /static/ comes from WhiteNoise, with hashed names, as in production."""
    from django.db import connections
    from django.test.testcases import LiveServerThread, _StaticFilesHandler

    class LeavesStaticFilesAlone(_StaticFilesHandler):
        def _should_handle(self, path):
            return False

    thread = LiveServerThread("localhost", LeavesStaticFilesAlone, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()
    connections.close_all()
