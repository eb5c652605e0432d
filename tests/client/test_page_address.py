"""What the page compares before anything is sent: its own path, the manifest and the text of the letter."""

import pytest
from playwright.sync_api import expect

from tests.client import make
from tests.client.filling import STATE, fill

pytestmark = pytest.mark.browser


def _sign_at(page, base, board, path):
    """Show this letter's page at another path of the same site, and try to sign there."""
    for name in ("", "letter.js"):
        board.pages[path + name] = board.pages[name]
    page.goto(base.partition("/l/")[0] + path)
    expect(page.locator(STATE.format("ready"))).to_have_count(1)
    fill(page, code=board.letter.codes[0])
    page.click("[data-do=sign]")


@pytest.mark.parametrize("other", ["a" * 32, "A" * 32, "0" * 32])
def test_a_page_at_another_letters_address_sends_nothing(page, base, board, faults, other):
    _sign_at(page, base, board, f"/l/{other}/")
    expect(page.locator("[data-error]")).to_contain_text("error_manifest")
    assert board.requests == []
    assert faults == []


def test_a_path_that_names_no_letter_says_nothing(page, base, board, faults):
    _sign_at(page, base, board, "/mirror/")
    expect(page.locator("[data-done=sign]")).to_be_visible()
    assert faults == []


def test_a_text_that_the_manifest_does_not_name_stops_everything(page, base, board, faults):
    board.pages["letter.md"] = make.TEXT.replace(b"Keep", b"Shut")
    page.goto(base)
    fill(page, code=board.letter.codes[0])
    page.click("[data-do=sign]")
    expect(page.locator("[data-error]")).to_contain_text("error_manifest")
    assert board.requests == []
    assert faults == []
