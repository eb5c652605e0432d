"""A page in Firefox, with Playwright's words, so that the steps of journeys serve both engines."""

import base64
import contextlib
import re
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.firefox import SANDBOX, into, outof
from tests.journeys.gecko_locator import Locator, wait_for

FUNCTION = re.compile(r"(async\s+)?(\([^()]*\)\s*=>|\w+\s*=>|function\b)")
KEYS = {
    "Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Space": " ", "Backspace": "\ue003", "ArrowUp": "\ue013",
    "ArrowDown": "\ue015", "Home": "\ue011", "End": "\ue010", "Control": "\ue009",
}  # fmt: skip


@dataclass
class Download:
    """A file that Firefox saved."""

    suggested_filename: str
    file: str = ""

    def path(self):
        return Path(self.file)

    def save_as(self, path):
        shutil.copyfile(self.file, path)


@dataclass
class Started:
    """What `expect_download` hands out; `.value` is there when its block has ended."""

    value: Download = None
    seen: list = field(default_factory=list)


class Keyboard:
    def __init__(self, page):
        self.page = page

    def press(self, keys):
        """One key, or several held together: "Control+a"."""
        held = [KEYS.get(key, key) for key in keys.split("+")]
        self._keys([("keyDown", key) for key in held] + [("keyUp", key) for key in reversed(held)])

    def type(self, text):
        keys = [KEYS["Enter"] if letter == "\n" else letter for letter in text]
        self._keys([(kind, key) for key in keys for kind in ("keyDown", "keyUp")])

    def _keys(self, pairs):
        actions = [{"type": kind, "value": key} for kind, key in pairs]
        if actions:
            self.page.act({"type": "key", "id": "keys", "actions": actions})


class Clock:
    """What time the pages that come next believe it is. Their workers know no other time than the machine's."""

    STANDS = """() => { const Real = Date, at = %d;
      globalThis.Date = class Date extends Real {
        constructor(...given) { super(...(given.length ? given : [at])); }
        static now() { return at; }
      }; }"""

    def __init__(self, page):
        self.page = page

    def set_fixed_time(self, at):
        stands = self.STANDS % (at.timestamp() * 1000)
        self.page.firefox.call("script.addPreloadScript", functionDeclaration=stands, contexts=[self.page.context])


class Page(Locator):
    """One tab in the container `user`. `folder` takes what it downloads and what it uploads."""

    def __init__(self, firefox, context, folder, *, user="default"):
        super().__init__(self, [])
        self.firefox, self.context, self.folder, self.user = firefox, context, Path(folder), user
        self.keyboard, self.clock = Keyboard(self), Clock(self)

    def ask(self, code, *arguments, sandbox=SANDBOX):
        """Call a function in the tab, beside the page's own scripts."""
        target = {"context": self.context} | ({"sandbox": sandbox} if sandbox else {})
        answer = self.firefox.call(
            "script.callFunction", functionDeclaration=code, arguments=[into(one) for one in arguments],
            target=target, awaitPromise=True,
        )  # fmt: skip
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return outof(answer["result"])

    def evaluate(self, code, *arguments):
        """What an expression or a function gives among the page's own scripts."""
        return self.ask(code if FUNCTION.match(code) else f"() => ({code})", *arguments, sandbox=None)

    def act(self, source):
        self.firefox.call("input.performActions", context=self.context, actions=[source])

    def goto(self, url):
        self.firefox.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def reload(self):
        self.firefox.call("browsingContext.reload", context=self.context, wait="complete")

    def go_back(self):
        """One step back, and wait until it is there; a page's answer to a lost place in the history is an error."""
        before = self.url
        self.firefox.call("browsingContext.traverseHistory", context=self.context, delta=-1)
        self.wait_for_url(lambda url: url != before)

    @property
    def url(self):
        return self.ask("() => location.href")

    def title(self):
        return self.ask("() => document.title")

    def wait_for_timeout(self, milliseconds):
        time.sleep(milliseconds / 1000)

    def content(self):
        return self.ask("() => document.documentElement.outerHTML")

    def wait_for_url(self, wanted):
        """An address, a pattern to be found in it, or a function that knows it."""
        if isinstance(wanted, str):
            wanted = re.compile(f"^{re.escape(wanted)}$")
        fits = wanted.search if isinstance(wanted, re.Pattern) else wanted

        def look():
            now = self.url
            return fits(now), now

        wait_for(look, f"address {wanted}")

    def fill(self, css, text):
        self.locator(css).fill(text)

    def click(self, css):
        self.locator(css).click()

    def check(self, css):
        self.locator(css).check()

    def press(self, css, key):
        self.locator(css).press(key)

    def select_option(self, css, value):
        self.locator(css).select_option(value)

    def set_input_files(self, css, files):
        self.locator(css).set_input_files(files)

    def as_file(self, given):
        if not isinstance(given, dict):
            return str(Path(given).resolve())
        file = self.own_folder() / given["name"]
        file.write_bytes(given["buffer"])
        return str(file)

    def own_folder(self):
        return Path(tempfile.mkdtemp(dir=self.folder))

    @contextlib.contextmanager
    def expect_download(self):
        started = Started()

        def listen(event, told):
            if told.get("context") == self.context and event.startswith("browsingContext.download"):
                started.seen.append((event.rpartition(".")[2], told))

        # A folder for each: beside a file of the same name it would be saved under another one.
        saving = {"type": "allowed", "destinationFolder": str(self.own_folder())}
        self.firefox.call("browser.setDownloadBehavior", downloadBehavior=saving, userContexts=[self.user])
        self.firefox.listeners.append(listen)
        try:
            yield started
            wait_for(lambda: (self._is_saved(started), started.seen), "a download")
        finally:
            self.firefox.listeners.remove(listen)

    def _is_saved(self, started):
        self.ask("() => 1")  # events come with the answers
        for event, told in started.seen:
            if event == "downloadWillBegin":
                started.value = Download(told["suggestedFilename"])
            elif told["status"] == "complete":
                started.value.file = told["filepath"]
                return True
        return False

    def screenshot(self, path):
        taken = self.firefox.call("browsingContext.captureScreenshot", context=self.context, origin="document")
        Path(path).write_bytes(base64.b64decode(taken["data"]))
