"""A window of either browser that tells of every complaint, every request elsewhere and everything left behind."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha384

from tests.firefox import SANDBOX
from tests.journeys.gecko import Page

VIOLATIONS = (
    "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"
)
KEPT = """async () => ({cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length})"""
NOTHING = {"cookie": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}
# A script that was still on its way when the page was left: Firefox says that nothing at all has the wrong fingerprint.
BROKEN_OFF = b64encode(sha384(b"").digest()).decode()
ELSEWHERE = '<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title>'
HTML = {"name": "content-type", "value": {"type": "string", "value": "text/html"}}


class Watching:
    """`.page` is its one page. `forgive(words)` takes back one complaint of the browser that was expected."""

    def __init__(self, site, script):
        self.site, self.script, self.said, self.asked, self.is_signatory = site, script, [], [], True

    def go(self, path):
        self.page.goto(self.site + path)
        return self.page

    def forgive(self, words):
        found = [said for said in self.said if words in said]
        assert found, f"the browser never said {words!r}"
        self.said.remove(found[0])

    def check(self):
        """What must hold at any moment of a window in which somebody reads or signs a letter."""
        here = self.page.url  # asked first: Firefox tells what it saw together with an answer
        # At the desk a preview may still be on its way when the form is sent; Firefox tells of what it then gave up.
        said = [one for one in self.said if self.is_signatory or "NS_BINDING_ABORTED" not in one]
        said = [one for one in said if BROKEN_OFF not in one]
        assert said == [], said
        elsewhere = [request.url for request in self.asked if not request.url.startswith((self.site, "data:", "blob:"))]
        assert elsewhere == [], elsewhere
        if not self.is_signatory:
            return
        assert self.cookies() == []
        told = [request.headers.get("cookie", "") + request.headers.get("referer", "") for request in self.asked]
        assert [one for one in told if one and "/static/" not in one] == []  # a style sheet names itself for its fonts
        if self.script and here.startswith(self.site):
            assert self.violations() == []
            assert self.page.evaluate(KEPT) == NOTHING

    def close(self):
        try:
            self.check()
        finally:
            self.end()


class Watched(Watching):
    """A window of Chromium."""

    def __init__(self, browser, site, *, script=True, width=390, height=844):
        super().__init__(site, script)
        self.context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": height}, accept_downloads=True
        )
        self.page = self.context.new_page()
        if script:
            self.page.add_init_script(VIOLATIONS)
        self.page.on("request", lambda request: self.asked.append(request))
        self.page.on("pageerror", lambda error: self.said.append(f"exception: {error}"))
        self.page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)

    def stand_in(self, url):
        """Answer for another site, so that one can go there without a network."""
        self.context.route(f"{url}**", lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html"))

    def cookies(self):
        return self.context.cookies()

    def violations(self):
        return self.page.evaluate("violations")

    def end(self):
        self.context.close()


@dataclass
class Asked:
    """A request of Firefox, with the words of Playwright's."""

    firefox: object = field(repr=False)
    number: str
    method: str
    url: str
    headers: dict

    @property
    def post_data_buffer(self):
        """The bytes of its body. Firefox's collector hands them out as text, one character a byte, or base64."""
        kept = self.firefox.call("network.getData", dataType="request", request=self.number)["bytes"]
        return b64decode(kept["value"]) if kept["type"] == "base64" else kept["value"].encode()


class WatchedFirefox(Watching):
    """A tab of Firefox in a container of its own, or in the one that is named."""

    def __init__(self, firefox, site, folder, *, width=390, height=844, user=None):
        super().__init__(site, firefox.script)
        self.firefox = firefox
        self.user = user or firefox.call("browser.createUserContext")["userContext"]
        context = firefox.call("browsingContext.create", type="tab", userContext=self.user)["context"]
        firefox.call("browsingContext.setViewport", context=context, viewport={"width": width, "height": height})
        watch = f"() => {{ {VIOLATIONS.replace('window.', 'globalThis.')} }}"
        firefox.call("script.addPreloadScript", functionDeclaration=watch, contexts=[context], sandbox=SANDBOX)
        self.page = Page(firefox, context, folder, user=self.user)
        firefox.listeners.append(self._hear)

    def _hear(self, event, told):
        if told.get("context", told.get("source", {}).get("context")) != self.page.context:
            return
        if event == "network.beforeRequestSent":
            request = told["request"]
            headers = {one["name"].lower(): one["value"].get("value", "") for one in request["headers"]}
            self.asked.append(Asked(self.firefox, request["request"], request["method"], request["url"], headers))
            if told["isBlocked"]:
                answer = {"body": {"type": "string", "value": ELSEWHERE}, "headers": [HTML], "statusCode": 200}
                self.firefox.call("network.provideResponse", request=request["request"], **answer)
        elif event == "network.responseCompleted" and told["response"]["status"] >= 400:
            self.said.append(f"Failed to load resource: {told['response']['status']}")
        elif event == "network.fetchError":
            self.said.append(f"Failed to load resource: {told['errorText']}")
        elif event == "log.entryAdded" and told["level"] in ("error", "warn"):
            self.said.append(told["text"] or "")
        elif event == "browsingContext.userPromptOpened":
            self.said.append(f"asked the person: {told['message']}")

    def stand_in(self, url):
        """Answer for another site, so that one can go there without a network."""
        phases, patterns = ["beforeRequestSent"], [{"type": "string", "pattern": url}]
        contexts = [self.page.context]
        self.firefox.call("network.addIntercept", phases=phases, urlPatterns=patterns, contexts=contexts)

    def cookies(self):
        partition = {"type": "storageKey", "userContext": self.user}
        return self.firefox.call("storage.getCookies", partition=partition)["cookies"]

    def violations(self):
        return self.page.ask("() => violations")

    def end(self):
        self.firefox.listeners.remove(self._hear)
        self.firefox.call("browsingContext.close", context=self.page.context)
        self.firefox.call("browser.removeUserContext", userContext=self.user)
