"""The page part of the bundle in Chromium where something is wrong: a refusal, a mistake, a poor browser, no script."""

import pytest
from playwright.sync_api import expect

from tests.client import make
from tests.client.filling import CANARY, STATE, choose, fill, open_page

pytestmark = pytest.mark.browser


def test_a_refusal_shows_the_servers_sentence_and_keeps_fields_and_pass(page, base, board, faults):
    board.lost = [None, "busy"]
    open_page(page, base)
    fill(page, code=board.letter.codes[0])
    page.click("[data-do=sign]")
    expect(page.locator("[data-error]")).to_have_text("Too many at once; wait a minute.")
    expect(page.locator(STATE.format("ready"))).to_have_count(1)
    expect(page.locator("[name=name]")).to_have_value(CANARY)
    page.click("[data-do=sign]")
    expect(page.locator("[data-done=sign]")).to_be_visible()
    # The code was redeemed by the first try; a second pass request would have been refused.
    assert [path for path, _, _ in board.requests] == ["pass/", "sign/", "sign/"]
    assert faults == []


def test_each_mistake_is_told_at_its_field(page, base, board, faults):
    def told(place, key, field=None):
        page.click("[data-do=sign]")
        expect(page.locator(place)).to_contain_text(key)
        expect(page.locator(STATE.format("ready"))).to_have_count(1)
        if field:
            expect(page.locator(f"[name={field}]").first).to_have_attribute("aria-invalid", "true")
            expect(page.locator(f"[name={field}]").first).to_be_focused()

    open_page(page, base)
    told("#error-code", "error_no_proof", "code")
    page.fill("[name=code]", "not a code")
    told("#error-code", "error_code", "code")
    page.fill("[name=code]", board.letter.codes[0])
    choose(page, "#sign [name=pass]", b"{}")
    told("#error-code", "error_one_proof", "code")
    page.fill("[name=code]", "")
    told("#error-pass", "error_file", "pass")
    choose(page, "#sign [name=pass]", b"x" * 9000)
    told("#error-pass", "error_file", "pass")
    page.set_input_files("#sign [name=pass]", [])
    page.fill("[name=code]", board.letter.codes[0])
    told("#error-choice", "error_choice")
    page.check("[value=sealed]")
    told("#error-name", "error_name", "name")
    assert board.entries == {}
    page.fill("[name=name]", "x" * 121)
    told("#error-name", "error_name_long", "name")
    page.fill("[name=name]", "Ada")
    page.click("[data-do=sign]")
    expect(page.locator("[data-done=sign]")).to_be_visible()
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    assert faults == []


def test_a_button_the_page_disabled_stays_disabled(page, base, board, faults):
    board.pages[""] = board.pages[""].replace(
        b'<button type="submit" data-do="sign">', b'<button type="submit" data-do="sign" disabled>'
    )
    open_page(page, base)
    fill(page, code=board.letter.codes[0])
    page.press("[name=name]", "Enter")
    page.click("[data-do=pass]")
    expect(page.locator("[data-done=pass]")).to_be_visible()
    expect(page.locator("[data-receipt-day]")).to_be_hidden()
    expect(page.locator("[data-do=sign]")).to_be_disabled()
    assert [path for path, _, _ in board.requests] == ["pass/"]
    assert faults == []


def test_another_letters_manifest_stops_everything(page, base, board, faults):
    board.pages["manifest.json"] = make.letter(codes=1).raw
    open_page(page, base)
    fill(page, code=board.letter.codes[0])
    page.click("[data-do=sign]")
    expect(page.locator("[data-error]")).to_contain_text("error_manifest")
    assert board.requests == []
    assert faults == []


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leave_now_leaves_nothing(page, base, board, faults, way):
    open_page(page, base)
    page.fill("#sign [name=code]", board.letter.codes[0])
    page.click("[data-do=pass]")
    expect(page.locator("[data-done=pass]")).to_be_visible()  # unsaved: an ordinary departure would ask
    page.on("dialog", lambda dialog: pytest.fail("leave now must not ask"))
    if way == "button":
        page.click("#leave")
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("about:blank")
    assert faults == []


def test_two_escapes_do_not_leave(page, base, board):
    open_page(page, base)
    for _ in range(2):
        page.keyboard.press("Escape")
    page.press("#sign [name=code]", "x")
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    assert page.url == base


BREAKAGES = {
    "no WebCrypto": "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})",
    "no generator": "Crypto.prototype.getRandomValues = undefined",
    "zeros": "Crypto.prototype.getRandomValues = (view) => view.fill(0)",
    "a constant": "Crypto.prototype.getRandomValues = (view) => view.fill(7)",
    "always the same": "Crypto.prototype.getRandomValues = (view) => view.map((_, at) => (view[at] = at)) && view",
    "not secure": "Object.defineProperty(globalThis, 'isSecureContext', {value: false})",
}


def test_p31_a_browser_that_cannot_seal_is_told_so(reach, browser, base, board):
    """Each breakage in a window of its own; the last window is whole and gets its form: the control."""
    for breakage in [*BREAKAGES.values(), ""]:
        context = browser.new_context()
        page, faults = context.new_page(), []
        page.on("pageerror", lambda error, faults=faults: faults.append(str(error)))
        page.add_init_script(breakage)
        open_page(page, base, "no-crypto" if breakage else "ready")
        expect(page.locator("[data-no-crypto]")).to_be_visible(visible=bool(breakage))
        expect(page.locator("[data-no-script]")).to_be_visible(visible=bool(breakage))
        expect(page.locator("#sign")).to_be_visible(visible=not breakage)
        assert faults == []
        context.close()
    assert board.requests == []
    reach.reached(
        f"{len(BREAKAGES)} of {len(BREAKAGES)} broken browsers are told so and see no form; the whole one does"
    )


def test_p31_a_generator_that_breaks_while_the_page_is_open_seals_nothing(reach, page, base, board, faults):
    open_page(page, base)
    fill(page, code=board.letter.codes[0])
    page.evaluate(f"() => {{ {BREAKAGES['a constant']} }}")
    page.click("[data-do=sign]")
    expect(page.locator("[data-error]")).to_contain_text("error_random")
    expect(page.locator("[name=name]")).to_have_value(CANARY)
    assert board.requests == []
    assert faults == []
    reach.reached("a generator that breaks after the page was read: refused with a sentence, nothing sent")


def test_without_the_script_no_form_is_shown(browser, base):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    expect(page.locator("[data-no-script]")).to_be_visible()
    for form in ("#sign", "#withdraw", "#check", "#done", "#failed"):
        expect(page.locator(form)).to_be_hidden()
    context.close()


def test_a_page_without_a_sentence_fails_loudly(page, base, board, faults):
    board.pages[""] = board.pages[""].replace(b'data-key="error_issuer"', b'data-key="error_isuer"')
    with page.expect_event("pageerror"):
        page.goto(base)
    expect(page.locator("#sign")).to_be_hidden()
    assert [fault for fault in faults if "error_issuer" in fault]
