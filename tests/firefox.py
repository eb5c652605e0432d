"""Debian's Firefox, driven over WebDriver BiDi with nothing but a WebSocket: no driver program is needed.

A `Firefox` is one process on one profile. Its windows (tests/journeys/gecko.py) are tabs in containers of their own,
so that none sees the cookies of another. With `script=False` no page of this process may run a script; what the tests
themselves ask of a page runs in a sandbox that this does not touch, nor any policy of the page.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
SANDBOX = "undersigned-tests"
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
STARTS = 60  # seconds in which Firefox must come to listen
EVENTS = [
    "network.beforeRequestSent", "network.responseCompleted", "network.fetchError", "log.entryAdded",
    "browsingContext.downloadWillBegin", "browsingContext.downloadEnd", "browsingContext.userPromptOpened",
]  # fmt: skip

# Whatever Firefox would ask of its makers by itself is off: a request that is seen was made for the page.
QUIET = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.contentblocking.report.lockwise.enabled": False,
    "browser.discovery.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.provider.google4.updateURL": "",
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.topsites.contile.enabled": False,
    "browser.urlbar.quicksuggest.enabled": False,
    "browser.urlbar.suggest.searches": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.usage.uploadEnabled": False,
    "dom.push.connection.enabled": False,
    "dom.push.enabled": False,
    "extensions.blocklist.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "geo.provider.network.url": "",
    "media.gmp-manager.updateEnabled": False,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.trr.mode": 5,
    "nimbus.rollouts.enabled": False,
    "security.OCSP.enabled": 0,
    "security.remote_settings.crlite_filters.enabled": False,
    "security.remote_settings.intermediates.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "services.settings.loglevel": "off",
    "signon.management.page.breach-alerts.enabled": False,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "toolkit.telemetry.unified": False,
    "trailhead.firstrun.didSeeAboutWelcome": True,
}


class RefusedByFirefox(Exception):  # noqa: N818  says what happened
    """A command that Firefox did not carry out; `.kind` is its word for why."""

    def __init__(self, method, answer):
        super().__init__(f"{method}: {answer['error']}: {answer['message'][:300]}")
        self.kind = answer["error"]


class Firefox:
    """One Firefox on the profile in this folder. `prefs` are set on top of QUIET."""

    def __init__(self, profile, *, script=True, prefs=None):
        self.profile, self.script = Path(profile), script
        self.profile.mkdir(parents=True, exist_ok=True)
        settings = QUIET | {"javascript.enabled": script} | (prefs or {})
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
        (self.profile / "user.js").write_text("".join(lines))
        self.listeners, self._number, self._answers = [], 0, {}
        with contextlib.ExitStack() as made:
            self.process = self._start()
            made.callback(self._end)
            address = self._address()
            self._talk = made.enter_context(connect(f"{address}/session", max_size=None, proxy=None))
            prompts = {"beforeUnload": "accept", "default": "dismiss"}
            self.call("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": prompts}})
            self.call("session.subscribe", events=EVENTS)
            self.call("network.addDataCollector", dataTypes=["request"], maxEncodedDataSize=10_000_000)
            self._made = made.pop_all()

    def _start(self):
        command = [FIREFOX, "--headless", "--no-remote", "--profile", str(self.profile), "--remote-debugging-port=0"]
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("UNDERSIGNED_", "DJANGO_"))}
        # Firefox writes beside the profile too (its cache, crash reports): all of it belongs to this folder.
        quiet = {"HOME": str(self.profile), "MOZ_CRASHREPORTER_DISABLE": "1", "MOZ_HEADLESS": "1"}
        with self._said.open("w") as said:  # a file: nobody has to read on for the browser to go on
            return subprocess.Popen(command, env=kept | quiet, stdout=subprocess.DEVNULL, stderr=said)

    @property
    def _said(self):
        """Where Firefox's own words go: beside the profile, whose bytes are searched."""
        return self.profile.with_name(f"{self.profile.name}.said")

    def _address(self):
        until = time.monotonic() + STARTS
        while self.process.poll() is None and time.monotonic() < until:
            whole_lines = self._said.read_text(errors="replace").rpartition("\n")[0]
            if found := LISTENS.search(whole_lines):
                return found[1]
            time.sleep(0.1)
        raise RuntimeError("Firefox did not come to listen")

    def _end(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def call(self, method, **params):
        """Send a command and return its result. What happens meanwhile is told to `listeners` as (event, params).

        A listener may itself call: an answer that comes while another one is waited for is kept for its caller.
        """
        self._number += 1
        mine = self._number
        self._talk.send(json.dumps({"id": mine, "method": method, "params": params}))
        while mine not in self._answers:
            answer = json.loads(self._talk.recv(timeout=120))
            if answer["type"] == "event":
                for listener in list(self.listeners):
                    listener(answer["method"], answer["params"])
            else:
                self._answers[answer["id"]] = answer
        answer = self._answers.pop(mine)
        if answer["type"] == "error":
            raise RefusedByFirefox(method, answer)
        return answer["result"]

    def close(self):
        """Close as a person does, so that everything Firefox keeps is on disk; then make sure that it has ended."""
        with contextlib.suppress(RefusedByFirefox, ConnectionClosed):
            self.call("browser.close")
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            pass  # _end makes an end of it
        self._made.close()


def into(value):
    """A Python value as BiDi wants it for an argument. A dict that already is one, such as a node, stays."""
    if isinstance(value, bool) or value is None:
        return {"type": "null"} if value is None else {"type": "boolean", "value": value}
    if isinstance(value, (int, float)):
        return {"type": "number", "value": value}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    if isinstance(value, (list, tuple)):
        return {"type": "array", "value": [into(part) for part in value]}
    if "sharedId" in value:
        return {"sharedId": value["sharedId"]}
    return {"type": "object", "value": [[key, into(part)] for key, part in value.items()]}


def outof(value):
    """What a script gave back, as a Python value; nodes stay what BiDi calls them."""
    kind = value["type"]
    if kind in ("array", "nodelist", "htmlcollection"):
        return [outof(part) for part in value.get("value", [])]
    if kind == "object":
        return {key: outof(part) for key, part in value.get("value", [])}
    if kind == "node":
        return {"sharedId": value["sharedId"]}
    return value.get("value")
