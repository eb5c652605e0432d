"""The offline pages as people use them: a file opened from the disk, texts carried to the site by hand."""

import shutil
import tempfile

from tests.journeys import gecko
from tests.journeys.expecting import expect
from tests.journeys.watched import WatchedFirefox

READY = "main[data-state=ready]"
VIOLATIONS = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.blockedURI))"


def open_page(browser, folder, source, *, at=None):
    """The page in its own window, from file://, without any network; its clock stands at `at`. End with `close`."""
    place = folder / source.name
    shutil.copy(source, place)
    context = browser.new_context(accept_downloads=True, viewport={"width": 390, "height": 844}, offline=True)
    page = context.new_page()
    if at:
        page.clock.set_fixed_time(at)
    page.said = []
    page.asked = []
    page.add_init_script(VIOLATIONS)
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.said.append(f"exception: {error}"))
    page.on("console", lambda line: page.said.append(line.text) if line.type in ("error", "warning") else None)
    page.goto(place.as_uri())
    expect(page.locator(READY)).to_have_count(1)
    return page


def open_in_firefox(firefox, folder, source, *, at=None):
    """The same in a container of Firefox, which cannot be told to have no network: what it asks for is seen."""
    place = folder / source.name
    shutil.copy(source, place)
    window = WatchedFirefox(firefox, place.as_uri(), tempfile.mkdtemp(dir=folder))
    page = window.page
    if at:
        page.clock.set_fixed_time(at)
    page.window, page.said = window, window.said
    page.goto(place.as_uri())
    expect(page.locator(READY)).to_have_count(1)
    return page


def close(page):
    """What must hold of every visit: no complaint, nothing blocked, nothing asked for but the page itself."""
    if isinstance(page, gecko.Page):
        blocked, asked = page.window.violations(), [request.url for request in page.window.asked]
    else:
        blocked, asked = page.evaluate("violations"), page.asked
        assert sum(url.startswith("file:") for url in asked) == 1  # Firefox tells nothing of files
    assert page.said == []
    assert blocked == []
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    page.window.end() if isinstance(page, gecko.Page) else page.context.close()


def choose(page, selector, name, content):
    page.set_input_files(selector, {"name": name, "mimeType": "application/octet-stream", "buffer": content})


def read_letter(page, made, *, text=None, by_paste=False, expect_letter=True):
    raw, text = bytes(made.letter.manifest), text or bytes(made.letter.letter_md)
    if by_paste:
        page.get_by_text("Paste their text instead").click()
        page.get_by_label("Text of manifest.json").fill(raw.decode())
        page.get_by_label("Text of letter.md, or of").fill(text.decode().strip())
    else:
        choose(page, "#manifest", "manifest.json", raw)
        choose(page, "#text", "letter.md", text)
    page.get_by_role("button", name="Read the letter").click()
    if expect_letter:
        expect(page.get_by_role("heading", name="2. Read and compare")).to_be_visible()


def fill_in(page, *, choice, tier=None, name=None):
    page.locator(f"label[for=choice-{choice}]").click()
    if tier:
        page.get_by_label("Open my name when").select_option(str(tier))
    if name:
        page.get_by_label("Name, as it should appear").fill(name)


def carry(page, window, made):
    """Copy the request to the site's paste page, in a browser without JavaScript, and the answer back."""
    request = page.locator("#request-text")
    expect(request).to_be_visible()
    site = window.go(f"/l/{made.letter.address}/paste/")
    site.get_by_label("The text that the offline page made").fill(request.input_value())
    site.get_by_role("button", name="Send it").click()
    answer = site.get_by_label("The answer")
    expect(answer).to_be_visible()
    page.get_by_label("The answer of the site").fill(answer.input_value())
    page.get_by_role("button", name="Read the answer").click()
