"""The page part of the bundle in Chromium, under the strictest policy: sign, sign again, withdraw, check."""

import json

import pytest
from playwright.sync_api import expect

from petitions.sealing import entries
from tests.client.filling import CANARY, STATE, choose, fill, open_page, save_file

pytestmark = pytest.mark.browser


def test_sign_with_a_code_and_save_the_file(page, base, board, faults):
    open_page(page, base)
    expect(page.locator("[data-no-script]")).to_be_hidden()
    expect(page.locator("[name=name]")).to_be_hidden()
    code = board.letter.codes[0]
    fill(page, code=f"{code[:10].lower()}-{code[10:]} ")
    page.press("[name=name]", "Enter")
    expect(page.locator(STATE.format("done"))).to_have_count(1)
    expect(page.locator("[data-done=sign]")).to_be_visible()
    expect(page.locator("[data-done=pass]")).to_be_hidden()
    expect(page.locator("[data-save=pass]")).to_be_hidden()
    expect(page.locator("#done")).to_be_focused()
    expect(page.locator("[data-receipt-day]")).to_have_text("2026-12-02")
    name, raw = save_file(page, "secret")
    saved = json.loads(raw)
    assert name == f"undersigned-{board.letter.manifest.address[:8]}-secret.json"
    assert (saved["seq"], saved["kind"]) == (0, "sign")
    receipt_name, receipt = save_file(page, "receipt")
    assert receipt_name.endswith("-receipt.json")
    shown = json.loads(receipt)
    assert saved["answered"] is True and set(saved) & {"receipt", "entry_leaf"} == set(), "the two files share no proof"
    assert "pass" not in shown and len(bytes.fromhex(shown["receipt"])) == 100
    assert {key: shown[key] for key in ("letter", "letter_id", "seq", "kind")}.items() <= saved.items()
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
    open_page(page, base)
    page.fill("#sign [name=code]", board.letter.codes[0])
    page.click("[data-do=pass]")
    expect(page.locator("[data-done=pass]")).to_be_visible()
    expect(page.locator("#done [data-save=secret]")).to_be_hidden()
    name, raw = save_file(page, "pass")
    assert name.endswith("-pass.json")
    assert [path for path, _, _ in board.requests] == ["pass/"]
    for choice, tier in (("named", 0), ("sealed", 25), ("count", entries.COUNT_ONLY)):
        open_page(page, base)
        again = json.loads(raw)["seq"] is not None
        choose(page, "#sign [name=pass]", raw)
        expect(page.locator("[data-resign]")).to_be_visible(visible=again)
        fill(page, choice=choice)
        page.click("[data-do=sign]")
        expect(page.locator("[data-done=sign]")).to_be_visible()
        raw = save_file(page, "secret")[1]
        (chain,) = board.entries.values()
        assert chain[-1].tier == tier
    open_page(page, base)
    choose(page, "#withdraw [name=secret]", raw)
    page.click("[data-do=withdraw]")
    expect(page.locator("[data-done=withdraw]")).to_be_visible()
    raw, receipt = save_file(page, "secret")[1], save_file(page, "receipt")[1]
    assert [entry.seq for entry in chain] == [0, 1, 2, 3]
    assert isinstance(chain[-1], entries.Withdraw)
    board.publish()
    open_page(page, base)
    choose(page, "#check [name=receipt]", raw)
    page.click("[data-do=check]")
    expect(page.locator("[data-error]")).to_contain_text("error_receipt")
    choose(page, "#check [name=receipt]", receipt)
    page.click("[data-do=check]")
    expect(page.locator("[data-status]")).to_have_text("receipt_included 2026-12-02")
    choose(page, "#withdraw [name=secret]", raw)
    page.click("[data-do=withdraw]")
    expect(page.locator("#error-secret")).to_contain_text("error_withdrawn")
    assert faults == []


@pytest.mark.parametrize("lost", [["500", "portal", None], [None, "cut", "portal", "500"]], ids=["pass", "sign"])
def test_try_again_sends_the_same_bytes(page, base, board, faults, lost):
    # "cut" alone would not do: Chromium itself repeats a request whose reused connection was closed.
    board.lost = list(lost)
    open_page(page, base)
    fill(page, code=board.letter.codes[0])
    page.click("[data-do=sign]")
    expect(page.locator(STATE.format("failed"))).to_have_count(1)
    expect(page.locator("#sign")).to_be_hidden()
    if lost[0] is None:
        doubtful = json.loads(save_file(page, "secret", "failed")[1])
        assert (doubtful["seq"], doubtful["answered"]) == (0, False)
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
