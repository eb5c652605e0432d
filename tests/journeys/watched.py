"""A browser window that tells of every complaint, every request elsewhere and everything left behind."""

VIOLATIONS = (
    "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"
)
KEPT = """async () => ({cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length})"""


class Watched:
    """`.page` is its one page. `forgive(words)` takes back one complaint of the browser that was expected."""

    def __init__(self, browser, site, *, script=True, width=390, height=844):
        self.context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": height}, accept_downloads=True
        )
        self.site, self.script, self.said, self.asked, self.is_signatory = site, script, [], [], True
        self.page = self.context.new_page()
        if script:
            self.page.add_init_script(VIOLATIONS)
        self.page.on("request", lambda request: self.asked.append(request))
        self.page.on("pageerror", lambda error: self.said.append(f"exception: {error}"))
        self.page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)

    def go(self, path):
        self.page.goto(self.site + path)
        return self.page

    def forgive(self, words):
        found = [said for said in self.said if words in said]
        assert found, f"the browser never said {words!r}"
        self.said.remove(found[0])

    def check(self):
        """What must hold at any moment of a window in which somebody reads or signs a letter."""
        assert self.said == []
        elsewhere = [request.url for request in self.asked if not request.url.startswith((self.site, "data:", "blob:"))]
        assert elsewhere == []
        if not self.is_signatory:
            return
        assert self.context.cookies() == []
        told = [request.headers.get("cookie", "") + request.headers.get("referer", "") for request in self.asked]
        assert [one for one in told if one and "/static/" not in one] == []  # a style sheet names itself for its fonts
        if self.script and self.page.url.startswith(self.site):
            assert self.page.evaluate("violations") == []
            kept = self.page.evaluate(KEPT)
            assert kept == {"cookie": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}

    def close(self):
        try:
            self.check()
        finally:
            self.context.close()
