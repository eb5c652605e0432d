"""P9: no page of the site asks anybody else for anything, whatever the colours and the language."""

import re

import pytest
from playwright.sync_api import Error

from tests.journeys.everywhere import all_paths
from tests.journeys.pictures import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HASH = re.compile(r"'sha256-[A-Za-z0-9+/]{43}='")
SCHEMES = ("light", "dark")
NO_PAGE = ("Download is starting", "ERR_ABORTED", "ERR_HTTP_RESPONSE_CODE_FAILURE")  # a file, or an empty 405
# A page that asks elsewhere in seven ways; what the browser then asks for is what the count below would find.
CONTROL = """<!doctype html><link rel="icon" href="data:,"><link rel=stylesheet href="http://style.invalid/a.css">
<img src="http://image.invalid/a.png"><script src="http://script.invalid/a.js"></script>
<iframe src="http://frame.invalid/"></iframe><video src="http://video.invalid/a.mp4"></video>
<style>@font-face {font-family: x; src: url(http://font.invalid/a.woff)} p {font-family: x}</style><p>text</p>
<script>fetch('http://fetch.invalid/', {mode: 'no-cors'}).catch(() => 0)</script>"""


class Looker:
    """A window that carries every request by hand: what goes elsewhere is noted and not carried."""

    def __init__(self, browser, site, scheme, user=None):
        self.context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})
        self.site, self.foreign, self.pages = site, [], {}
        if user:
            self.context.add_cookies([signed_in(user, site)])
        self.context.route("**/*", self._carry)
        self._open()

    def _open(self):
        self.page = self.context.new_page()
        self.page.on("websocket", lambda socket: self.foreign.append(socket.url))
        self.page.on("response", self._note)

    def _carry(self, route):
        url = route.request.url
        if url.startswith((self.site + "/", "data:", "blob:")):
            route.continue_()
        else:
            self.foreign.append(url)
            route.abort()

    def _note(self, response):
        if response.url.startswith(self.site + "/") and "/static/" not in response.url:
            self.pages[response.url.removeprefix(self.site)] = response.headers.get("content-security-policy", "")

    def look(self, path):
        """Open the page and let it rest; a file is not shown, and its answer is noted all the same."""
        try:
            self.page.goto(self.site + path, wait_until="load")
        except Error as error:
            if not any(word in str(error) for word in NO_PAGE):
                raise
            self.page.close()  # the browser may still be on its way to its own page of errors
            self._open()


def foreign_sources(policy):
    """What a content security policy lets in besides the site itself; its default must be nothing."""
    parts = {name: sources for name, *sources in (part.split() for part in policy.split(";") if part.strip())}
    assert parts.get("default-src") == ["'none'"], policy
    known = {"'none'", "'self'", "data:", "blob:", "'script'"}
    sources = {one for name, found in parts.items() if not name.startswith(("trusted", "report")) for one in found}
    assert not {"report-uri", "report-to"} & parts.keys(), "a report would be a request nobody asked for"
    return {one for one in sources - known if not HASH.fullmatch(one)}  # a hash lets in what the page itself holds


def test_p9_no_third_party_is_ever_contacted(reach, browser, site):
    signatory, others, owner = all_paths()
    asked, looked = 0, set()
    for scheme in SCHEMES:
        for paths, user in ((signatory, None), (others, owner)):
            looker = Looker(browser, site, scheme, user)
            mine = reach.chance.sample(paths, reach.size(sample=12, full=len(paths)))
            for path in mine:
                looker.look(path)
            assert looker.foreign == []
            assert [path for path in mine if path not in looker.pages] == []
            loose = {path: found for path, policy in looker.pages.items() if (found := foreign_sources(policy))}
            assert loose == {}
            asked += len(looker.foreign)
            looked |= {(path, scheme) for path in mine}
            looker.context.close()
    control = Looker(browser, site, "light")
    control.page.set_content(CONTROL)
    control.page.wait_for_function("document.fonts.status === 'loaded'")
    control.context.close()
    hosts = {url.split("/")[2] for url in control.foreign}
    assert hosts == {f"{one}.invalid" for one in ("style", "image", "script", "frame", "video", "font", "fetch")}
    there = len(set(signatory + others))
    reach.reached(
        f"{asked} foreign requests from {len({path for path, _scheme in looked})} of {there} addresses "
        f"({len(looked)} visits, light and dark, 8 languages); control: {len(hosts)} of 7 found"
    )
