"""From an empty install to an open letter by following the pages alone: an account that the operator has just made."""

import datetime
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from petitions import jobs
from tests import mailbox
from tests.factors import digits
from tests.journeys import organizer, people
from tests.journeys.trustees import Trustee

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# What a newcomer does: each click, each field filled in. Told by the page itself, whatever the test calls.
COUNTING = """addEventListener('click', () => told('click'), true);
addEventListener('change', event => told(event.target.type === 'checkbox' ? '' : 'field'), true)"""
SECONDS = {"click": 4, "field": 15}  # a slow reader's, the letter's own text aside: that was written before
MINUTES = 15


def set_up_app(page):
    """Add an authenticator app, use it once, and see the recovery codes."""
    page.get_by_role("link", name="Set up an app").click()
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(digits(secret))
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    organizer.show_digits(page, page.get_by_role("heading", name="Recovery Codes"), secret)


def test_newcomer_comes_from_an_empty_install_to_an_open_letter(watched, run_jobs, tmp_path, db):
    call_command("organizer", "newcomer@desk.example")
    desk = watched(width=1280, height=900)
    desk.is_signatory = False
    deeds = []
    desk.page.expose_function("told", lambda kind: deeds.append(kind))
    desk.page.add_init_script(COUNTING)
    page, today = desk.go("/"), people.now()
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Email").fill("newcomer@desk.example")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Type the code from your mail").wait_for()
    run_jobs()
    code = re.search(r"^[A-Z0-9]{2,}(-[A-Z0-9]+)*$", mailbox.received()[-1].body, re.MULTILINE)[0]
    page.get_by_label("Code").fill(code)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open a group").first.click()
    set_up_app(page)
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Name of the group").fill("Night shift")
    page.get_by_role("button", name="Open the group").click()

    page.get_by_role("link", name="Start a campaign").first.click()
    page.get_by_label("Title").fill("Safe loading docks")
    page.get_by_label("Company").fill("Meridian Freight")
    page.get_by_role("button", name="Go on to the letter").click()
    expect(page.locator("[data-preview]")).to_be_visible()
    for name, value in organizer.WORDS.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=to-0-name]", "Robin Marsh")
    # The letter stands beside its form as it will be read, while it is typed.
    sheet = page.locator("[data-preview]")
    expect(sheet.get_by_role("heading", name=organizer.WORDS["title"])).to_be_visible()
    expect(sheet.locator("strong")).to_have_text("alone")
    expect(sheet.locator("ol > li")).to_have_count(2)
    page.get_by_role("button", name="Save and set the terms").click()

    days = {"opens_on": -1, "closes_on": 30, "destroy_by": 90}
    for name, number in days.items():
        page.fill(f"[name={name}]", (today.date() + datetime.timedelta(number)).isoformat())
    page.get_by_role("button", name="Save and find trustees").click()
    trustees = [Trustee(name, "by telephone", tmp_path / name) for name in ("Ana Ruiz", "Bo Lindqvist", "Imani Okoye")]
    for trustee in trustees:
        for name in ("name", "contact", "url"):
            page.fill(f"[name={name}]", getattr(trustee, name))
        page.locator("form").filter(has=page.locator("[name=contact]")).get_by_role("button").click()
        expect(page.get_by_role("heading", name=trustee.name)).to_be_visible()
    page.get_by_role("link", name="Invite the trustees").click()
    page.get_by_role("button", name="Invite them").click()
    expect(page.get_by_role("heading", name="What each trustee does now")).to_be_visible()
    organizer.back(page)
    organizer.give_and_take_keys(page, trustees)
    organizer.make_codes(page, 12)
    path = organizer.freeze(page)
    run_jobs()
    raw, letter_md = (people.public_file(desk, path, name) for name in ("manifest.json", "letter.md"))
    for trustee in trustees:
        trustee.approve(raw, letter_md, path.strip("/").split("/")[-1])
    organizer.take_approvals(page, trustees)
    jobs.tick(at=people.yesterday())
    page.reload()
    expect(page.get_by_role("heading", name="Colleagues are signing")).to_be_visible()

    done = {kind: deeds.count(kind) for kind in SECONDS}
    assert done["click"] > 30, "the page told what was done"
    assert sum(SECONDS[kind] * number for kind, number in done.items()) <= MINUTES * 60, done
