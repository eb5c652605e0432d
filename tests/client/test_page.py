"""The page part of the bundle in Chromium, under the strictest policy, against the markup that it needs."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from petitions.sealing import entries
from tests.client import make
from tests.client.server import Board, serve

pytestmark = pytest.mark.browser

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
CANARY = "Zoë Canary-Äpfel"
STATE = "main[data-state={}]"


@pytest.fixture
def board(bundle, node):
    board = Board(make.letter(codes=3), make.OPENS + 3)
    keys = node.call("SENTENCE_KEYS.slice")
    sentences = "".join(f'<p data-key="{key}">{key} {{day}}</p>' for key in keys)
    html = Path(__file__).with_name("page.html").read_text()
    html = html.replace("ADDRESS", board.letter.manifest.address).replace("SENTENCES", sentences)
    board.pages = {"": html.encode(), "letter.js": bundle.read_bytes()}
    return board


@pytest.fixture
def base(board):
    server, url = serve(board, [("Content-Security-Policy", POLICY), ("Cache-Control", "no-store")])
    yield url
    server.shutdown()
    server.server_close()


@pytest.fixture
def faults(page):
    """Whatever the page complains about: exceptions, refused scripts, policy violations."""
    seen = []
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda line: seen.append(line.text) if "Policy" in line.text or "Trusted" in line.text else None)
    return seen


def _open(page, base, state="ready"):
    page.goto(base)
    expect(page.locator(STATE.format(state))).to_have_count(1)


def _fill(page, *, code=None, choice="sealed", name=CANARY):
    if code:
        page.fill("#sign [name=code]", code)
    page.check(f"[name=choice][value={choice}]")
    if choice == "sealed":
        page.select_option("[name=tier]", "25")
    if choice != "count":
        page.fill("[name=name]", name)


def _save(page, kind, section="done"):
    with page.expect_download() as started:
        page.click(f"#{section} [data-save={kind}]")
    expect(page.locator("[data-status]")).to_contain_text("saved")
    path = started.value.path()
    return started.value.suggested_filename, path.read_bytes()


def _choose(page, selector, raw):
    page.set_input_files(selector, {"name": "a.json", "mimeType": "application/json", "buffer": raw})


def test_sign_with_a_code_and_save_the_file(page, base, board, faults):
    _open(page, base)
    expect(page.locator("[data-no-script]")).to_be_hidden()
    expect(page.locator("[name=name]")).to_be_hidden()
    code = board.letter.codes[0]
    _fill(page, code=f"{code[:10].lower()}-{code[10:]} ")
    page.press("[name=name]", "Enter")
    expect(page.locator(STATE.format("done"))).to_have_count(1)
    expect(page.locator("[data-done=sign]")).to_be_visible()
    expect(page.locator("[data-done=pass]")).to_be_hidden()
    expect(page.locator("[data-save=pass]")).to_be_hidden()
    expect(page.locator("#done")).to_be_focused()
    expect(page.locator("[data-receipt-day]")).to_have_text("2026-12-02")
    name, raw = _save(page, "secret")
    saved = json.loads(raw)
    assert name == f"undersigned-{board.letter.manifest.address[:8]}.json"
    assert (saved["seq"], saved["kind"]) == (0, "sign")
    receipt_name, receipt = _save(page, "receipt")
    assert receipt_name.endswith("-receipt.json")
    assert json.loads(receipt) == {key: part for key, part in saved.items() if key != "pass"}
    (chain,) = board.entries.values()
    assert [entry.tier for entry in chain] == [25]
    assert not any(CANARY.encode() in body for _, _, body in board.requests)
    kept = page.evaluate(
        "async () => [document.cookie, localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length,"
        " [...document.querySelectorAll('input[name=name],input[name=code]')].map((input) => input.value).join('')]"
    )
    assert kept == ["", 0, 0, 0, ""]
    assert page.url == base
    assert faults == []


def test_pass_first_then_sign_again_and_withdraw_with_files(page, base, board, faults):
    _open(page, base)
    page.fill("#sign [name=code]", board.letter.codes[0])
    page.click("[data-do=pass]")
    expect(page.locator("[data-done=pass]")).to_be_visible()
    expect(page.locator("#done [data-save=secret]")).to_be_hidden()
    name, raw = _save(page, "pass")
    assert name.endswith("-pass.json")
    assert [path for path, _, _ in board.requests] == ["pass/"]
    for choice, tier in (("named", 0), ("sealed", 25), ("count", entries.COUNT_ONLY)):
        _open(page, base)
        again = json.loads(raw)["seq"] is not None
        _choose(page, "#sign [name=pass]", raw)
        expect(page.locator("[data-resign]")).to_be_visible(visible=again)
        _fill(page, choice=choice)
        page.click("[data-do=sign]")
        expect(page.locator("[data-done=sign]")).to_be_visible()
        raw = _save(page, "secret")[1]
        (chain,) = board.entries.values()
        assert chain[-1].tier == tier
    _open(page, base)
    _choose(page, "#withdraw [name=secret]", raw)
    page.click("[data-do=withdraw]")
    expect(page.locator("[data-done=withdraw]")).to_be_visible()
    raw = _save(page, "secret")[1]
    assert [entry.seq for entry in chain] == [0, 1, 2, 3]
    assert isinstance(chain[-1], entries.Withdraw)
    board.publish()
    _open(page, base)
    _choose(page, "#check [name=receipt]", raw)
    page.click("[data-do=check]")
    expect(page.locator("[data-status]")).to_have_text("receipt_included 2026-12-02")
    _choose(page, "#withdraw [name=secret]", raw)
    page.click("[data-do=withdraw]")
    expect(page.locator("#error-secret")).to_contain_text("error_withdrawn")
    assert faults == []


@pytest.mark.parametrize("lost", [["500", "portal", None], [None, "cut", "portal", "500"]], ids=["pass", "sign"])
def test_try_again_sends_the_same_bytes(page, base, board, faults, lost):
    # "cut" alone would not do: Chromium itself repeats a request whose reused connection was closed.
    board.lost = list(lost)
    _open(page, base)
    _fill(page, code=board.letter.codes[0])
    page.click("[data-do=sign]")
    expect(page.locator(STATE.format("failed"))).to_have_count(1)
    expect(page.locator("#sign")).to_be_hidden()
    if lost[0] is None:
        doubtful = json.loads(_save(page, "secret", "failed")[1])
        assert (doubtful["seq"], doubtful["receipt"]) == (0, None)
    else:
        expect(page.locator("#failed [data-save]")).to_be_hidden()
    for _ in range(len(lost)):
        if not page.locator(STATE.format("failed")).count():
            break
        before = len(board.requests)
        page.click("[data-do=again]")
        expect(page.locator(STATE.format("working"))).to_have_count(0)
        assert len(board.requests) > before
    expect(page.locator("[data-done=sign]")).to_be_visible()
    for path in ("pass/", "sign/"):
        assert len({body for at, _, body in board.requests if at == path}) == 1
    assert len(board.entries) == 1
    assert faults == []


def test_a_refusal_shows_the_servers_sentence_and_keeps_fields_and_pass(page, base, board, faults):
    board.lost = [None, "busy"]
    _open(page, base)
    _fill(page, code=board.letter.codes[0])
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

    _open(page, base)
    told("#error-code", "error_no_proof", "code")
    page.fill("[name=code]", "not a code")
    told("#error-code", "error_code", "code")
    page.fill("[name=code]", board.letter.codes[0])
    _choose(page, "#sign [name=pass]", b"{}")
    told("#error-code", "error_one_proof", "code")
    page.fill("[name=code]", "")
    told("#error-pass", "error_file", "pass")
    _choose(page, "#sign [name=pass]", b"x" * 9000)
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
    _open(page, base)
    _fill(page, code=board.letter.codes[0])
    page.press("[name=name]", "Enter")
    page.click("[data-do=pass]")
    expect(page.locator("[data-done=pass]")).to_be_visible()
    expect(page.locator("[data-receipt-day]")).to_be_hidden()
    expect(page.locator("[data-do=sign]")).to_be_disabled()
    assert [path for path, _, _ in board.requests] == ["pass/"]
    assert faults == []


def test_another_letters_manifest_stops_everything(page, base, board, faults):
    board.pages["manifest.json"] = make.letter(codes=1).raw
    _open(page, base)
    _fill(page, code=board.letter.codes[0])
    page.click("[data-do=sign]")
    expect(page.locator("[data-error]")).to_contain_text("error_manifest")
    assert board.requests == []
    assert faults == []


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leave_now_leaves_nothing(page, base, board, faults, way):
    _open(page, base)
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
    _open(page, base)
    for _ in range(2):
        page.keyboard.press("Escape")
    page.press("#sign [name=code]", "x")
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    assert page.url == base


@pytest.mark.parametrize(
    "breakage",
    [
        "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})",
        "Crypto.prototype.getRandomValues = (view) => view.fill(0)",
        "Object.defineProperty(globalThis, 'isSecureContext', {value: false})",
    ],
    ids=["no WebCrypto", "zeros", "not secure"],
)
def test_a_browser_that_cannot_seal_is_told_so(page, base, board, faults, breakage):
    page.add_init_script(breakage)
    _open(page, base, "no-crypto")
    expect(page.locator("[data-no-crypto]")).to_be_visible()
    expect(page.locator("[data-no-script]")).to_be_visible()
    expect(page.locator("#sign")).to_be_hidden()
    assert faults == []


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
    page.goto(base)
    expect(page.locator("#sign")).to_be_hidden()
    page.wait_for_timeout(300)
    assert [fault for fault in faults if "error_issuer" in fault]
