"""The organizer at the desk, by clicking: from signing in to a released letter. Plain functions on a page."""

import datetime
import re

from tests import mailbox
from tests.factors import digits
from tests.journeys.expecting import expect
from tests.make import SECRET

WORDS = {
    "title": "Two people at every open dock",
    "body": "We load at night.\n\nNobody should stand at an open dock **alone**.",
    "demands": "Two people at every open dock.\nA light that works.",
}


def sign_in(page, address, run_jobs):
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Email").fill(address)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Type the code from your mail").wait_for()
    run_jobs()
    text = mailbox.received()[-1].body
    page.get_by_label("Code").fill(re.search(r"^[A-Z0-9]{2,}(-[A-Z0-9]+)*$", text, re.MULTILINE)[0])
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Show your second factor").wait_for()
    show_digits(page, page.get_by_role("heading", name="Now"))


def show_digits(page, then, secret=SECRET):
    """Type what the authenticator app shows, until `then` is seen: digits may end while they are typed."""
    field = page.get_by_role("textbox")
    for _turn in range(2):
        field.fill(digits(secret))
        page.keyboard.press("Enter")
        expect(then.or_(page.get_by_role("alert")).first).to_be_visible()
        if then.is_visible():
            return
    expect(then).to_be_visible()


def set_up_app(page):
    """Copy the secret into an app, show its digits twice; the recovery codes. A refused page tells another secret."""
    alert, confirm = page.get_by_role("alert"), page.get_by_role("heading", name="Confirm that it is you")
    for _turn in range(2):
        secret = page.get_by_label("Authenticator secret").input_value()
        page.get_by_label("Authenticator code").fill(digits(secret))
        page.keyboard.press("Enter")
        expect(confirm.or_(alert).first).to_be_visible()
        if confirm.is_visible():
            break
    show_digits(page, page.get_by_role("heading", name="Recovery Codes"), secret)
    return page.get_by_label("Your codes").input_value().split()


def start_campaign(page):
    page.get_by_role("link", name="Open a group").first.click()
    page.get_by_label("Name of the group").fill("Night shift")
    page.get_by_role("button", name="Open the group").click()
    page.get_by_role("link", name="Start a campaign").first.click()
    page.get_by_label("Title").fill("Safe loading docks")
    page.get_by_role("button", name="Start the campaign").click()


def write_letter(page):
    page.get_by_role("link", name="Write a letter").click()
    for name, value in WORDS.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=to-0-name]", "Robin Marsh")
    page.fill("[name=to-0-title]", "operations director")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name=WORDS["title"])).to_be_visible()


def next_step(page, link):
    """Press the one thing that the letter's desk says comes next."""
    page.locator("section[aria-labelledby=next-title]").get_by_role("link", name=link).click()


def back(page):
    page.get_by_role("link", name="Back to the letter's desk").click()


def set_terms(page, today, **numbers):
    next_step(page, "Set the terms")
    days = {"opens_on": -1, "closes_on": 30, "destroy_by": 90}
    values = {"tiers": "3, 5", "margin": 1, "deliver_at": 5, "needed": 2, "notice_hours": 0} | numbers
    values |= {name: (today + datetime.timedelta(number)).isoformat() for name, number in days.items()}
    for name, value in values.items():
        page.fill(f"[name={name}]", str(value))
    page.get_by_role("button", name="Save the terms").click()


def seat_and_invite(page, trustees):
    next_step(page, "Seat trustees")
    for trustee in trustees:
        for name in ("name", "contact", "url"):
            page.fill(f"[name={name}]", getattr(trustee, name))
        page.locator("form").filter(has=page.locator("[name=contact]")).get_by_role("button").click()
        expect(page.get_by_role("heading", name=trustee.name)).to_be_visible()
    page.get_by_role("link", name="Invite the trustees").click()
    page.get_by_role("button", name="Invite them").click()
    expect(page.get_by_role("heading", name="What each trustee does now")).to_be_visible()


def card(page, trustee):
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=trustee.name))


def to_trustees(page):
    next_step(page, "To the trustees")


def give_and_take_keys(page, trustees):
    """Each gets their file, and the file that their tool writes is brought back."""
    to_trustees(page)
    for trustee in trustees:
        with page.expect_download() as started:
            card(page, trustee).get_by_role("link", name="Their file").click()
        join = trustee.join(started.value.path().read_bytes())
        card(page, trustee).get_by_role("link", name="Bring the key").click()
        page.locator("[name=way][value=tool] + label").click()
        bring_to_seats(page, join, "Take the key")
    back(page)


def bring_to_seats(page, content, button):
    """Bring what belongs to a seat, and wait until the page of all seats is there again."""
    bring(page, content, button)
    expect(page.get_by_role("heading", name="What each trustee does now")).to_be_visible()


def bring(page, content, button):
    page.set_input_files("[name=file]", {"name": "file", "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name=button).click()


def make_codes(page, number):
    next_step(page, "Make codes")
    page.get_by_label("How many codes?").fill(str(number))
    page.get_by_role("button", name="Make and show the codes").click()
    slips = page.locator(".slips code")
    expect(slips).to_have_count(number)
    codes = slips.all_inner_texts()
    page.get_by_role("link", name="I have them: go on").click()
    return codes


def freeze(page):
    """Freeze it; the public path of the letter."""
    next_step(page, "Read and freeze")
    page.get_by_role("button", name="Freeze for ever").wait_for()
    for box in page.locator("form input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Freeze for ever").click()
    return "/" + page.locator("a.address").inner_text().split("/", 3)[3]


def take_approvals(page, trustees):
    to_trustees(page)
    for trustee in trustees:
        card(page, trustee).get_by_role("link", name="Bring the approval").click()
        bring_to_seats(page, trustee.approval, "Take the approval")
    back(page)
