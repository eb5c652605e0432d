"""P11: a browser's profile on disk keeps no name, after signing and also when it ends while the form is half filled.

The profile is that of a person who keeps history and whose browser restores its tabs. What is on disk is read twice:
while the form is filled in, as when a battery ends, and after the browser was closed as a person closes it.
"""

import re

import pytest

from tests.conftest import CHROMIUM
from tests.firefox import Firefox
from tests.journeys import people, profiles
from tests.journeys.engines import in_both
from tests.journeys.watched import WatchedFirefox, Watching

pytestmark = pytest.mark.slow
NAME, TITLE = "Zuzanna Canarysworth", "canarytitle boatswain"
WORDS = [NAME, TITLE, "Canarysworth"]
RESTORES = {"browser.sessionstore.interval": 300, "browser.sessionstore.resume_from_crash": True,
            "browser.formfill.enable": True, "places.history.enabled": True}  # fmt: skip
# What an ordinary page leaves: a field with nothing special about it, sent by GET, and storage.
FIELD = """word => { localStorage.word = word;
  const made = (name, parts) => Object.assign(document.createElement(name), parts);
  const form = made("form", {method: "get"});
  form.append(made("label", {htmlFor: "w", textContent: "Word"}), made("input", {id: "w", name: "word"}));
  form.append(made("button", {textContent: "Send"}));
  document.body.replaceChildren(form); }"""


class OnDisk(Watching):
    """Chromium on a profile of its own on disk."""

    def __init__(self, playwright, site, folder):
        super().__init__(site, True)
        self.folder = folder
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        self.context = playwright.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=[*quiet, "--restore-last-session"], accept_downloads=True
        )
        self.page = self.context.pages[0]

    def end(self):
        self.context.close()


class FirefoxOnDisk(WatchedFirefox):
    """A tab of a Firefox of its own, in no container, so that it keeps history as a person's does."""

    def __init__(self, site, folder):
        self.folder, files = folder, folder.with_name(folder.name + "-files")
        files.mkdir()
        super().__init__(Firefox(folder, prefs=RESTORES), site, files, user="default")

    def end(self):
        self.firefox.close()


@pytest.fixture
def on_disk(request, engine, site, tmp_path):
    """Call it with a name for a window on a new profile; its folder is `.folder`."""
    windows = []

    def window(name):
        folder = tmp_path / name
        if engine == "chromium":
            windows.append(OnDisk(request.getfixturevalue("playwright"), site, folder))
        else:
            windows.append(FirefoxOnDisk(site, folder))
        return windows[-1]

    yield window
    for one in windows:
        one.end()


def half_filled(window, made):
    people.fill(people.come_back(window, made), choice="sealed", tier=3, name=NAME, title=TITLE, code=made.code())


def typed_elsewhere(window, made):
    """The control: one word is stored, the other typed into an ordinary field."""
    page = people.come_back(window, made)
    page.evaluate(FIELD, TITLE)
    page.get_by_label("Word").fill(NAME)


def left_on_disk(window, folder):
    """Wait until a browser that saves its tabs has had the time to, and copy what is on disk at that moment."""
    window.page.evaluate("new Promise(done => setTimeout(done, 3000))")
    copy = folder.with_name(folder.name + "-copy")
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            there = copy / path.relative_to(folder)
            there.parent.mkdir(parents=True, exist_ok=True)
            try:
                there.write_bytes(path.read_bytes())
            except FileNotFoundError:
                pass  # a journal that has just been taken away is not left on the disk
    return copy


@in_both
def test_p11_the_profile_of_a_browser_keeps_no_name(reach, on_disk, engine):
    made = people.open_letter()
    signed = on_disk("signed")
    people.sign(signed, made, choice="sealed", tier=3, name=NAME, title=TITLE, code=made.code())
    half_filled(signed, made)
    taken = left_on_disk(signed, signed.folder)
    signed.end()
    files = size = 0
    for folder in (signed.folder, taken):
        found, more_files, more_bytes = profiles.holders(folder, WORDS)
        assert found == {word: [] for word in WORDS}
        files, size = files + more_files, size + more_bytes
    for url, title in profiles.history(signed.folder):
        assert url == signed.site + people.reading(made)
        assert title == "Document"
    control = on_disk("control")
    typed_elsewhere(control, made)
    for _try in range(6):  # a busy machine's browser saves later
        typed = profiles.holders(left_on_disk(control, control.folder), WORDS)[0]
        if typed[NAME]:
            break
    control.page.get_by_role("button", name="Send").click()
    control.page.wait_for_url(re.compile("word="))
    control.end()
    found = profiles.holders(control.folder, WORDS)[0]
    assert found[TITLE], "what a page stores is not found in this profile, so nothing was proven"
    assert found["Canarysworth"], "what an ordinary form sends is not found in this profile"
    assert typed[NAME], "what is typed into an ordinary field is not found while it is open"
    kept = {file for where in (*typed.values(), *found.values()) for file in where}
    reach.reached(
        f"{engine}: 0 of {len(WORDS)} typed words in {files} files of {size:,} bytes, after signing and with a half "
        f'filled form; history: title "Document"; control found in {len(kept)} files'
    )
