"""A picture of every page, to be looked at: `python -m tests.journeys.pictures OUT_DIR [PART_OF_A_NAME]`.

Each page at 1280 and 375 pixels, light and dark. Everything it needs is made in a folder that is removed again.
"""

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

SIZES = ((1280, 900), (375, 812))
SCHEMES = ("light", "dark")
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def main(out, part=""):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    with at_hand() as (browser, site, scenes):
        for size in SIZES:
            for scheme in SCHEMES:
                for scene in scenes:
                    if part in scene.name:
                        take(browser, site, scene, out, size, scheme)


@contextmanager
def at_hand():
    """(Chromium, where the site is, every scene of the album): a site of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "UNDERSIGNED_TEST_VAR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }  # fmt: skip
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test.utils import get_runner

        call_command("collectstatic", interactive=False, verbosity=0)
        settings.ALLOWED_HOSTS = ["localhost"]
        runner = get_runner(settings)(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            yield from _served()
        finally:
            runner.teardown_databases(databases)


def _served():
    from playwright.sync_api import sync_playwright

    from tests.conftest import CHROMIUM
    from tests.journeys.album import everything

    scenes = everything()
    thread = serve()
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            yield browser, f"http://localhost:{thread.port}", scenes
            browser.close()
    finally:
        thread.terminate()
        thread.join()


def serve():
    """The site in a thread, static files as in production."""
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
    return thread


@contextmanager
def opened(browser, site, scene, size, scheme):
    """The scene's page in a window of its own, with its deed done."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=scene.script,
        device_scale_factor=1, reduced_motion="reduce",
    )  # fmt: skip
    try:
        if scene.user:
            context.add_cookies([signed_in(scene.user, site)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(site + scene.path)
        if scene.deed:
            scene.deed(page)
        if scene.script:
            page.evaluate("scrollTo(0, 0)")  # or the bar that sticks lies in the middle of the picture
        yield page
    finally:
        context.close()


def take(browser, site, scene, out, size, scheme):
    with opened(browser, site, scene, size, scheme) as page:
        file = out / f"{scene.name}.{size[0]}.{scheme}.png"
        page.screenshot(path=file, full_page=True)
        wide = scene.script and page.evaluate(WIDER)
        print(file.name + ("   WIDER THAN THE SCREEN" if wide else ""), flush=True)


def signed_in(user, site):
    from django.conf import settings

    from tests.factors import AUTHENTICATION_METHODS_SESSION_KEY, Browser

    client = Browser()
    client.force_login(user)
    session = client.session
    for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, ()):
        record["reauthenticated"] = True  # some pages are only shown after that
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
