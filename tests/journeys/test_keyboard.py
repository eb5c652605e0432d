"""Without a mouse: the form is found, filled in and sent by keys alone, and one leaves by Escape."""

import pytest
from playwright.sync_api import expect

from petitions.models import Waiting
from tests.journeys import people

pytestmark = pytest.mark.browser
MOST_TABS = 40
IN_SIGHT = """() => { const one = document.activeElement, box = one.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return seen === one || one.contains(seen) || [...(one.labels ?? [])].includes(seen); }"""


def tab_to(page, selector):
    """Press Tab until the element has the focus; it must be in sight then."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(IN_SIGHT), f"{selector} has the focus beneath something else"
            return
    raise AssertionError(f"{selector} was not reached in {MOST_TABS} steps")


def test_sign_and_save_by_keys_alone(watched):
    made = people.open_letter()
    page = people.come_back(watched(), made)
    tab_to(page, "[name=choice]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(page.locator("#choice-sealed")).to_be_checked()
    tab_to(page, "#tier")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#tier")).to_have_value("3")
    tab_to(page, "#name")
    page.keyboard.type("Ana Canary")
    tab_to(page, "#code")
    page.keyboard.type(made.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    expect(page.locator("#done")).to_be_focused()
    with page.expect_download():
        tab_to(page, "#done [data-save=secret]")
        page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("Saved.")
    assert Waiting.objects.get().tier == 3


def test_first_key_jumps_past_the_bar(watched):
    page = people.come_back(watched(), people.open_letter())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("way", ["escape", "button"])
def test_leave_now_leaves_nothing_behind(watched, way):
    made = people.open_letter()
    window = watched()
    asked = []
    window.context.route(
        "https://www.wikipedia.org/**", lambda route: (asked.append(1), route.fulfill(body="elsewhere"))
    )
    window.page.goto("about:blank")
    page = people.come_back(window, made)
    people.fill(page, choice="sealed", tier=3, name="Ana Canary", code=made.code())
    if way == "escape":
        for _press in range(3):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Leave now").click()
    page.wait_for_url("https://www.wikipedia.org/")
    assert asked == [1]
    page.go_back()
    assert page.url == "about:blank"  # the letter is not in the history
    assert Waiting.objects.count() == 0
    window.asked = [request for request in window.asked if "wikipedia" not in request.url]
