"""A resolution by clicking: its coordinator's desk, a place taken with codes, a filer's own pages. Plain functions."""

import re

from tests import mailbox
from tests.journeys import organizer
from tests.journeys.expecting import expect

MEETING = {
    "Year": "2025",
    "Day of the meeting": "2025-05-21",
    "Day of the annual meeting before": "2024-05-22",
    "Last proxy statement released": "2024-04-09",
}


def mailed_code(run_jobs):
    run_jobs()
    return re.search(r"^[A-Z0-9]{2,}(-[A-Z0-9]+)*$", mailbox.received()[-1].body, re.MULTILINE)[0]


def begin(page):
    """From an empty desk to a resolution whose company has a meeting; the address of the resolution's desk."""
    page.get_by_role("link", name="Open a group").first.click()
    page.get_by_label("Name of the group").fill("Night shift")
    page.get_by_role("button", name="Open the group").click()
    group = page.url
    page.get_by_role("link", name="Start a campaign").first.click()
    page.get_by_label("Title").fill("Safe loading docks")
    page.get_by_label("Company").fill("Meridian Freight")
    page.get_by_role("button", name="Start the campaign").click()
    page.goto(group)
    page.get_by_role("link", name="Meridian Freight").click()
    page.get_by_role("link", name="Meetings and their days").click()
    for label, value in MEETING.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("link", name="Annual meeting 2025")).to_be_visible()
    page.goto(group)
    page.get_by_role("link", name="Safe loading docks").click()
    page.get_by_role("link", name="Begin a resolution").click()
    page.get_by_label("A short name for it").fill("Two people at every dock")
    page.get_by_role("button", name="Begin it").click()
    page.get_by_role("link", name="Two people at every dock").click()
    desk = page.url
    page.get_by_role("link", name="Name and meeting").click()
    page.get_by_label("Meeting").select_option("annual meeting 2025")
    page.get_by_text("The campaign's public page tells of it").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Deadlines")).to_be_visible()
    return desk


def step(page, desk, what, day, **fields):
    page.goto(f"{desk}steps/")
    write_down(page, what, day, **fields)
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def write_down(page, what, day, **fields):
    """One step on a page of steps. fields: label → text."""
    page.get_by_text(what, exact=True).click()
    page.get_by_label("On", exact=True).fill(day)
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_role("button", name="Write it down").click()


def offer(page, desk, investor, role):
    """A place for an investor; its code, which is shown this once."""
    page.goto(f"{desk}filers/new/")
    page.get_by_label("Investor").fill(investor)
    page.get_by_text(role, exact=True).click()
    page.get_by_role("button", name="Make the code").click()
    return page.locator(".fingerprint").inner_text()


def take_place(page, code, address, run_jobs):
    """Somebody without an account types the code, then the one from the mail; the address of their own page."""
    page.get_by_label("Code").fill(code.lower())
    page.get_by_label("Your mailbox").fill(address)
    page.get_by_role("button", name="Take the place").click()
    page.get_by_role("heading", name="Your mailbox").wait_for()
    page.get_by_label("Code from the mail").fill(mailed_code(run_jobs))
    page.get_by_role("button", name="Take the place").click()
    expect(page.get_by_role("heading", name="Your part")).to_be_visible()
    return page.url


def set_up_app(page, own):
    """Before the first change: a second factor, with an app."""
    page.goto(f"{own}holding/")
    page.get_by_role("heading", name="Set up a second factor").wait_for()
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_role("heading", name="Set up an authenticator app").wait_for()
    organizer.set_up_app(page)
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="May you file?")).to_be_visible()


def write_text(page, desk, words, number):
    """Save a version of that many words, from the page where both counts are in view."""
    page.goto(f"{desk}text/")
    page.get_by_label("Resolved clause").fill(words)
    page.get_by_role("button", name="Count again").click()
    expect(page.get_by_text(f"{number} words by the strict count")).to_be_visible()
    says = page.locator("[data-part=says]").inner_text()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    return says


def judge_holding(page, own, bought, price, *, keep):
    page.goto(f"{own}holding/")
    page.get_by_label("Day of submission").fill("2024-11-20")
    page.get_by_label("Purchases").fill(bought)
    page.get_by_label("Highest price").fill(price)
    if keep:
        page.get_by_text("Keep the tier and today's date").click()
    page.get_by_role("button", name="Check").click()


def tick_papers(page, own, representative):
    page.goto(f"{own}papers/")
    page.fill("[name=representative]", representative)
    for label in ("Authorisation of the representative", "Statement of intent", "Statement of availability"):
        page.get_by_label(label).fill("2024-11-18")
    page.get_by_label("Letter of the record holder").fill("2024-11-20")
    page.get_by_label("Times to meet").fill("2024-12-03 10:00\n2024-12-25 10:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()


def make_letter(page, own, which):
    """The bytes of one of the filer's letters."""
    page.goto(f"{own}letters/")
    page.get_by_text(which, exact=True).click()
    fields = {"Date of the letter": "2024-11-18", "Your name and address": "Order of Saint Brendan\n1 Hill Road"}
    fields |= {"The company's secretary": "The Secretary\nMeridian Freight"}
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    with page.expect_download() as started:
        page.get_by_role("button", name="Make the letter").click()
    return started.value.path().read_bytes()
