"""Signing on the letter's own page with JavaScript on: each choice, the saved pass, second thoughts, lost answers."""

import json

import pytest

from petitions import jobs
from petitions.models import Redemption, Waiting
from petitions.sealing import entries
from tests.journeys import people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect

NAME = "Zoë Canary-Äpfel"


def tiers():
    return list(Waiting.objects.order_by("seq").values_list("tier", flat=True))


@in_both
def test_each_choice_is_signed_with_a_code_and_no_name_leaves_the_page(watched):
    made = people.open_letter()
    window = watched()
    people.sign(
        window, made, choice="sealed", tier=3, name=NAME, code=f"{made.code()[:10].lower()}-{made.codes[0][10:]}"
    )
    people.sign(window, made, choice="count", code=made.code())
    sent = [request.post_data_buffer for request in window.asked if request.method == "POST"]
    assert [len(body) for body in sent] == [404, 583 + 4167] * 2
    assert not any(NAME.encode() in body for body in sent)
    people.sign(window, made, choice="named", name=NAME, title="driver", code=made.code())
    assert any(NAME.encode() in request.post_data_buffer for request in window.asked if request.method == "POST")
    assert sorted(tiers()) == [entries.NAMED, 3, entries.COUNT_ONLY]


@in_both
def test_pass_first_then_sign_again_withdraw_and_check(watched):
    made = people.open_letter()
    window = watched()
    page = people.come_back(window, made)
    page.get_by_label("Code from your paper slip").fill(made.code())
    page.get_by_role("button", name="Get my pass and save it").click()
    expect(page.get_by_role("heading", name="You have a pass")).to_be_visible()
    name, file = people.save(page, "Save my pass")
    assert name.endswith("-pass.json")
    assert Waiting.objects.count() == 0
    file = people.sign(watched(), made, choice="sealed", tier=5, name=NAME, file=file)
    page = people.come_back(window, made)
    people.choose_saved(page, file)
    expect(page.locator("[data-resign]")).to_be_visible()
    file = people.sign(window, made, choice="named", name=NAME, file=file)
    file = people.withdraw(window, made, file)
    assert tiers() == [5, entries.NAMED, None]
    assert "Not in the log yet." in people.check_receipt(window, made, window.receipt)
    jobs.tick(at=people.now())
    assert "Not in the log yet." in people.check_receipt(window, made, window.receipt)  # one person makes no batch
    file = people.sign(window, made, choice="count", file=file)
    receipt = window.receipt
    for _person in range(4):
        people.sign(window, made, choice="count", code=made.code())
    jobs.tick(at=people.now() + people.datetime.timedelta(days=1))
    assert people.check_receipt(window, made, receipt) == "Your signature is in the public log."


@in_both
def test_receipt_alone_can_be_checked_and_holds_no_pass(watched):
    made = people.open_letter()
    window = watched()
    people.sign(window, made, choice="count", code=made.code())
    name, receipt = people.save(window.page, "Save the receipt")
    assert name.endswith("-receipt.json")
    assert "pass" not in json.loads(receipt)
    assert "Not in the log yet." in people.check_receipt(window, made, receipt)


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["the request", "the answer"])
def test_lost_answer_is_sent_again_with_the_same_bytes_and_counts_once(watched, lost):
    made = people.open_letter()
    window = watched()
    page = people.come_back(window, made)
    bodies = []

    def cut(route):
        bodies.append(route.request.post_data_buffer)
        if lost == "the answer":
            assert route.fetch().status == 200  # the site has it; the person never hears of it
        route.abort()

    page.route("**/sign/", cut, times=2)
    people.fill(page, choice="sealed", tier=3, name=NAME, code=made.code())
    page.get_by_role("button", name="Seal and sign").click()
    expect(page.get_by_role("heading", name="No receipt came")).to_be_visible()
    assert Waiting.objects.count() == (1 if lost == "the answer" else 0)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("main[data-state=working]")).to_have_count(0)
    expect(page.get_by_role("heading", name="No receipt came")).to_be_visible()
    _name, doubtful = people.save(page, "Save the secret")
    assert json.loads(doubtful)["answered"] is False
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    last = [request.post_data_buffer for request in window.asked if request.url.endswith("/sign/")][-1]
    assert bodies == [last, last]
    assert tiers() == [3]
    assert Redemption.objects.count() == 1
    for _time in bodies:
        window.forgive("Failed to load resource: net::ERR_FAILED")


@in_both
def test_refusal_is_read_on_the_page_and_nothing_is_lost(watched):
    made = people.open_letter()
    window = watched()
    people.sign(window, made, choice="count", code=made.codes[0])
    page = people.come_back(window, made)
    people.fill(page, choice="sealed", tier=3, name=NAME, code=made.codes[0])
    page.get_by_role("button", name="Seal and sign").click()
    expect(page.locator("[data-error]")).to_contain_text("already been used")
    expect(page.get_by_label("Name, as it should appear")).to_have_value(NAME)
    window.forgive("409")
    assert Waiting.objects.count() == 1


@in_both
def test_closed_letter_offers_withdrawal_only(watched):
    made = people.open_letter()
    window = watched()
    files = [people.sign(window, made, choice="count", code=made.code())]
    jobs.tick(at=people.now() + people.datetime.timedelta(days=32))
    made.letter.refresh_from_db()
    assert made.letter.state == "closed"
    page = people.come_back(window, made)
    expect(page.get_by_text("This letter is closed for signatures.")).to_be_visible()
    expect(page.get_by_role("button", name="Seal and sign")).to_be_hidden()
    expect(page.get_by_role("button", name="Get my pass")).to_be_hidden()
    expect(page.locator("#withdraw")).to_be_visible()
    people.choose(page, "#secret", files[0])
    page.get_by_role("button", name="Withdraw my signature").click()
    expect(page.get_by_role("heading", name="Your signature is withdrawn")).to_be_visible()
    people.save(page)
