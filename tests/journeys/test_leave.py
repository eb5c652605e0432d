"""Leave now, from wherever one is: what was typed is dropped, and Back does not come here again."""

import pytest

from tests.journeys import people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect

ELSEWHERE = "https://www.wikipedia.org/"
PLACES = ["", "read/", "names/", "verify/", "assisted/", "assisted/withdraw/", "sign/", "no/page/", "ar/", "ar/read/"]


@pytest.fixture
def window(watched):
    """A window in which the page one leaves for is there, without a network."""
    one = watched()
    one.stand_in(ELSEWHERE)
    yield one
    one.asked = [request for request in one.asked if "wikipedia" not in request.url]


@in_both
@pytest.mark.parametrize("way", ["escape", "button"])
def test_every_page_can_be_left_and_is_skipped_by_back(window, way):
    made, page = people.open_letter(), window.page
    for place in PLACES:
        page.goto("about:blank")
        window.go(people.path_of(made) + place)
        expect(page.locator(".leave")).to_be_in_viewport()
        if way == "escape":
            for _press in range(3):
                page.keyboard.press("Escape")
        else:
            page.locator(".leave").click()
        page.wait_for_url(ELSEWHERE)
        page.go_back()
        assert page.url == "about:blank", place
    window.said = [said for said in window.said if "404" not in said and "405" not in said]


@pytest.mark.browser
def test_a_walk_through_the_pages_is_one_entry_of_the_history(window):
    made, page = people.open_letter(), window.page
    page.goto("about:blank")
    before = page.evaluate("history.length")
    window.go(people.path_of(made))
    page.get_by_role("link", name="Go on to the letter").click()
    expect(page.get_by_role("heading", name="Two people at every dock")).to_be_visible()
    page.get_by_role("link", name="Check this letter's count and names yourself").click()
    expect(page.get_by_role("heading", name="Check this letter yourself")).to_be_visible()
    page.get_by_role("link", name="Back to the letter").click()
    expect(page.locator(people.READY)).to_have_count(1)
    assert page.evaluate("history.length") == before + 1
    assert page.title() == "Document"
    page.locator(".leave").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == "about:blank"


@pytest.mark.browser
def test_two_presses_or_slow_ones_do_not_leave(window):
    made = people.open_letter()
    page = people.come_back(window, made)
    for _press in range(2):
        page.keyboard.press("Escape")
    page.wait_for_timeout(1700)
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    assert page.url.endswith("/read/")


@in_both
def test_without_javascript_the_button_is_a_link_and_the_page_says_that_back_returns(watched):
    made = people.open_letter()
    page = watched(script=False).go(people.path_of(made))
    assert page.locator(".leave").get_attribute("href") == ELSEWHERE
    assert "noreferrer" in page.locator(".leave").get_attribute("rel")
    page.get_by_text("What stays behind").click()
    expect(page.get_by_text("Without JavaScript the key does nothing, and Back does return.")).to_be_visible()
    page.get_by_role("link", name="Go on to the letter").click()
    expect(page.get_by_role("heading", name="Two people at every dock")).to_be_visible()
