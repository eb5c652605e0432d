"""What people do on a letter's page in a browser, and letters that are open now. Plain functions."""

import datetime
import json

from petitions import jobs
from tests.journeys.expecting import expect
from tests.petitions import letters

READY = "main[data-state=ready]"
TERMS = {"tiers": [3, 5], "margin": 1, "notice_hours": 0}


def now():
    return datetime.datetime.now(datetime.UTC)


def yesterday():
    """When letters open here: how many wait is asked once a day, and today's question is still to come."""
    return now() - datetime.timedelta(days=1)


def open_letter(**parts):
    """A letter that opened yesterday, by the machine's clock, so that a batch is due now; tiers 3 and 5, margin 1."""
    today = now().date()
    days = {
        name: today + datetime.timedelta(days)
        for name, days in (("opens_on", -1), ("closes_on", 30), ("destroy_by", 90))
    }
    made = letters.approved(**({"terms": TERMS | days, "codes": 20} | parts))
    jobs.tick(at=yesterday())
    made.letter.refresh_from_db()
    assert made.letter.state == "open"
    return made


def path_of(made):
    """The address that is handed out; the letter itself is read beneath it, see `reading`."""
    return f"/l/{made.letter.address}/"


def reading(made):
    """The path of the letter's text and form, of a made letter or of an address that was handed out."""
    return (path_of(made) if hasattr(made, "letter") else made) + "read/"


def come_back(window, made):
    """Open the letter's page and wait until its script is awake."""
    page = window.go(reading(made))
    expect(page.locator(READY)).to_have_count(1)
    return page


def fill(page, *, code=None, file=None, choice, tier=None, name=None, title=None):
    """Fill in the form as a person would, top to bottom."""
    page.locator(f"label[for=choice-{choice}]").click()
    if tier:
        page.get_by_label("Open my name when").select_option(str(tier))
    if name:
        page.get_by_label("Name, as it should appear").fill(name)
    if title:
        page.get_by_label("Title").fill(title)
    if code:
        page.get_by_label("Code from your paper slip").fill(code)
    if file:
        choose_saved(page, file)


def choose_saved(page, file):
    page.get_by_text("I have a saved file instead").click()
    choose(page, "#pass", file)


def choose(page, selector, file):
    page.set_input_files(selector, {"name": "undersigned.json", "mimeType": "application/json", "buffer": file})


def save(page, button="Save the secret"):
    """Press the button and take what is downloaded: (its name, its bytes)."""
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    return started.value.suggested_filename, started.value.path().read_bytes()


def sign(window, made, **choice):
    """A whole signing by the page; the secret file. The receipt is left in `window.receipt`."""
    page = come_back(window, made)
    fill(page, **choice)
    page.get_by_role("button", name="Seal and sign").click()
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    expect(page.locator("#done")).to_be_focused()
    name, file = save(page)
    assert name == f"undersigned-{json.loads(file)['letter'][:8]}-secret.json"
    window.receipt = save(page, "Save the receipt")[1]
    return file


def withdraw(window, made, file):
    page = come_back(window, made)
    page.get_by_text("I have signed: withdraw, or check").click()
    choose(page, "#secret", file)
    page.get_by_role("button", name="Withdraw my signature").click()
    expect(page.get_by_role("heading", name="Your signature is withdrawn")).to_be_visible()
    window.receipt = save(page, "Save the receipt")[1]
    return save(page)[1]


def check_receipt(window, made, file):
    """What the page says about a saved file's receipt."""
    page = come_back(window, made)
    page.get_by_text("I have signed: withdraw, or check").click()
    choose(page, "#receipt", file)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-status]")).not_to_have_text("")
    expect(page.locator(READY)).to_have_count(1)
    return page.locator("[data-status]").inner_text()


def public_file(window, path, name):
    """The bytes of a public file of a letter, as anyone may fetch it."""
    return window.context.request.get(window.site + path + name).body()
