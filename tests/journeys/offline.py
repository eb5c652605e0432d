"""The offline pages as people use them: a file opened from the disk, texts carried to the site by hand."""

import shutil

from playwright.sync_api import expect

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


def close(page):
    """What must hold of every visit: no complaint, nothing blocked, nothing asked for but the page itself."""
    assert page.said == []
    assert page.evaluate("violations") == []
    assert [url for url in page.asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert sum(url.startswith("file:") for url in page.asked) == 1
    page.context.close()


def choose(page, selector, name, content):
    page.set_input_files(selector, {"name": name, "mimeType": "application/octet-stream", "buffer": content})


def read_letter(page, made, *, text=None, by_paste=False, expect_letter=True):
    raw, text = bytes(made.letter.manifest), text or bytes(made.letter.letter_md)
    if by_paste:
        page.get_by_text("Paste their text instead").click()
        page.get_by_label("Text of manifest.json").fill(raw.decode())
        page.get_by_label("Text of letter.md").fill(text.decode().strip())
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
