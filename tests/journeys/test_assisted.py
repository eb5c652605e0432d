"""Everything a signatory can do with JavaScript off."""

import json
import re

from petitions import jobs
from petitions.models import Waiting
from petitions.sealing import entries
from tests.journeys import people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect

SEES = "The server sees your name for a moment; a hostile operator could keep it, link it to your code, and change or"


def send(page, **choice):
    """Fill in the assisted form and send it; what the page then shows is text to copy, as JSON."""
    page.locator(f"label[for=choice-{choice['choice']}]").click()
    if choice.get("tier"):
        page.get_by_label("Open my name when").select_option(str(choice["tier"]))
    page.get_by_label("Name, as it should appear").fill(choice.get("name", ""))
    page.get_by_label("Code from your paper slip").fill(choice["code"])
    page.get_by_label("I have read what the server sees").check()
    page.get_by_role("button", name="Sign", exact=True).click()


def kept(page):
    return page.get_by_label("Or copy this text").input_value()


@in_both
def test_sign_keep_withdraw_and_be_counted_without_javascript(watched):
    made = people.open_letter()
    window = watched(script=False)
    page = window.go(people.reading(made))
    expect(page.get_by_text("This page seals your name on your own device, and needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Seal and sign")).to_be_hidden()
    page.get_by_role("link", name="Sign without JavaScript").click()
    expect(page.get_by_text(SEES)).to_be_visible()
    send(page, choice="sealed", tier=3, name="Ana Canary", code=made.code())
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    text = kept(page)
    assert json.loads(text)["kind"] == "sign"
    with page.expect_download() as started:
        page.get_by_role("link", name="Save the secret").click()
    assert started.value.path().read_text() == text

    window.go(people.reading(made))
    page.get_by_text("I have signed: withdraw, or check").click()
    page.get_by_role("link", name="Withdraw without JavaScript").click()
    expect(page.get_by_text("used once, in the server's memory")).to_be_visible()
    page.get_by_label("Or paste its text").fill(text)
    page.get_by_role("button", name="Withdraw my signature").click()
    expect(page.get_by_role("heading", name="Your signature is withdrawn")).to_be_visible()
    assert list(Waiting.objects.order_by("seq").values_list("tier", flat=True)) == [3, None]

    for _person in range(5):
        window.go(people.path_of(made) + "assisted/")
        send(page, choice="count", code=made.code())
        expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Save the receipt").click()
    receipt = started.value.path().read_bytes()
    jobs.tick(at=people.now())
    window.go(people.reading(made))
    expect(page.locator(".count")).to_contain_text("5 colleagues have signed")
    # The file of the form is the file of the browser: its receipt can be checked where JavaScript is on.
    assert people.check_receipt(watched(), made, receipt) == "Your signature is in the public log."
    window.go(people.path_of(made) + "verify/")
    expect(page.get_by_role("link", name="bundle.zip")).to_be_visible()


@in_both
def test_file_of_the_browser_withdraws_by_upload(watched):
    made = people.open_letter()
    file = people.sign(watched(), made, choice="named", name="Bo Canary", code=made.code())
    page = watched(script=False).go(people.path_of(made) + "assisted/withdraw/")
    people.choose(page, "input[type=file]", file)
    page.get_by_role("button", name="Withdraw my signature").click()
    expect(page.get_by_role("heading", name="Your signature is withdrawn")).to_be_visible()
    assert list(Waiting.objects.order_by("seq").values_list("tier", flat=True)) == [entries.NAMED, None]


@in_both
def test_mistakes_are_told_and_what_was_typed_stays(watched):
    made = people.open_letter()
    window = watched(script=False)
    page = window.go(people.path_of(made) + "assisted/")
    send(page, choice="sealed", name="Ana Canary", code="ABC")
    expect(page.locator(".errors")).to_be_visible()
    expect(page.get_by_text("This is not a code").first).to_be_visible()
    expect(page.get_by_text("Choose how many must be named together with you.").first).to_be_visible()
    expect(page.get_by_label("Name, as it should appear")).to_have_value("Ana Canary")
    assert Waiting.objects.count() == 0
    window.forgive("400")
    send(page, choice="count", code="0" * 20)
    expect(page.get_by_text("not one of this letter's")).to_be_visible()
    window.forgive("403")


@in_both
def test_letter_and_its_parts_are_read_without_javascript(watched):
    made = people.open_letter()
    page = watched(script=False).go(people.reading(made))
    expect(page.get_by_role("heading", name="Two people at every dock")).to_be_visible()
    page.get_by_text("You are on a device and network we can't check.").click()
    expect(page.get_by_text("assume your employer sees what you see")).to_be_visible()
    page.get_by_text("What could go wrong?").click()
    expect(page.get_by_text("They could break that promise if 2 of them agreed.")).to_be_visible()
    assert re.fullmatch(r"https://[a-z.]+/", page.get_by_role("link", name="Leave now").get_attribute("href"))
