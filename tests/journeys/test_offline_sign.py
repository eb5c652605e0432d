"""sign.html, opened from the disk: a code becomes a pass, a signature and a withdrawal, carried to the site as text."""

import base64
import json

import pytest
from django.conf import settings
from playwright.sync_api import expect

from petitions import jobs, publication
from petitions.models import Redemption, Waiting
from petitions.sealing import plaintext
from tests.journeys import offline, people
from tests.petitions import letters, wordings, work_mail

pytestmark = pytest.mark.browser


def test_pass_signature_change_and_withdrawal_travel_as_text(watched, browser, tmp_path):
    made = people.open_letter()
    site = watched(script=False)
    page = offline.open_page(browser, tmp_path, settings.CLIENT_BUNDLE.with_name("sign.html"))
    offline.read_letter(page, made)
    assert page.locator("[data-put=fingerprint]").inner_text().replace(" ", "") == made.letter.address
    assert page.locator("[data-put=letter]").inner_text().strip() == bytes(made.letter.letter_md).decode().strip()

    page.get_by_label("Code from your paper slip").fill(made.code())
    page.get_by_role("button", name="Make the request for a pass").click()
    offline.carry(page, site, made)
    expect(page.get_by_role("heading", name="You have a pass")).to_be_visible()
    name, saved = people.save(page, "Save my pass")
    assert json.loads(saved)["seq"] is None
    assert Redemption.objects.count() == 1

    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Sign, or change my signature").click()
    offline.fill_in(page, choice="sealed", tier=3, name="Ana Canary")
    page.get_by_role("button", name="Seal and make the signature").click()
    _name, early = people.save(page, "Save the secret")
    assert json.loads(early)["answered"] is False
    offline.carry(page, site, made)
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    _name, signed = people.save(page, "Save the secret")
    assert json.loads(signed) == json.loads(early) | {"answered": True}

    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Withdraw my signature").first.click()
    people.choose(page, "#secret", signed)
    page.get_by_role("button", name="Make the withdrawal").click()
    offline.carry(page, site, made)
    expect(page.get_by_role("heading", name="Your signature is withdrawn")).to_be_visible()
    assert list(Waiting.objects.order_by("seq").values_list("tier", flat=True)) == [3, None]
    offline.close(page)


def test_file_of_the_offline_page_is_the_file_of_the_site(watched, browser, tmp_path):
    """A pass that was made offline signs on the site's own page, which then finds the receipt in the log."""
    made = people.open_letter()
    page = offline.open_page(browser, tmp_path, settings.CLIENT_BUNDLE.with_name("sign.html"))
    offline.read_letter(page, made, by_paste=True)
    site = watched(script=False)
    page.get_by_label("Code from your paper slip").fill(made.code())
    page.get_by_role("button", name="Make the request for a pass").click()
    offline.carry(page, site, made)
    _name, saved = people.save(page, "Save my pass")
    window = watched()
    people.sign(window, made, choice="count", file=saved)
    for code in [made.code() for _ in range(4)]:
        people.sign(watched(), made, choice="count", code=code)
    jobs.tick(at=people.now())
    assert people.check_receipt(watched(), made, window.receipt) == "Your signature is in the public log."
    offline.close(page)


def test_what_does_not_fit_is_told_and_nothing_is_lost(site, browser, tmp_path):
    made = people.open_letter()
    page = offline.open_page(browser, tmp_path, settings.CLIENT_BUNDLE.with_name("sign.html"))
    page.get_by_role("button", name="Read the letter").click()
    expect(page.get_by_text("Choose the file first, or paste its text.")).to_be_visible()
    offline.read_letter(page, made, text=bytes(made.letter.letter_md) + b"one more line\n", expect_letter=False)
    expect(page.get_by_text("do not belong together")).to_be_visible()
    offline.read_letter(page, made)
    page.get_by_label("Code from your paper slip").fill("ABC")
    page.get_by_role("button", name="Make the request for a pass").click()
    expect(page.get_by_text("This is not a code of this letter")).to_be_visible()
    page.get_by_label("Code from your paper slip").fill(made.code())
    page.get_by_role("button", name="Make the request for a pass").click()
    page.get_by_label("The answer of the site").fill("AAAA")
    page.get_by_role("button", name="Read the answer").click()
    expect(page.get_by_text("This is not the answer to this request.")).to_be_visible()
    page.get_by_label("The answer of the site").fill("A" * 512)
    page.get_by_role("button", name="Read the answer").click()
    expect(page.get_by_text("The pass does not fit this letter.")).to_be_visible()
    assert page.locator("#request-text").input_value()
    offline.close(page)


def test_letter_can_be_read_in_its_other_language(db, browser, tmp_path):
    made = letters.coded(terms=people.TERMS)
    wordings.translate(made)
    letters.freeze(made)
    page = offline.open_page(browser, tmp_path, settings.CLIENT_BUNDLE.with_name("sign.html"))
    german = publication.read(made.facts, "letter.de.md")
    offline.read_letter(page, made, text=german)
    shown = page.locator("[data-put=letter]").inner_text()
    assert shown.strip() == german.decode().strip() != bytes(made.letter.letter_md).decode().strip()
    offline.read_letter(page, made, text=german + b"x\n", expect_letter=False)
    expect(page.get_by_text("do not belong together")).to_be_visible()
    offline.close(page)


def test_lists_of_the_letter_are_offered_and_nothing_else_can_be_said(db, browser, tmp_path):
    lists = {"offices": ["Zürich", "Porto"], "roles": ["Engineering"]}
    listed, free = letters.approved(terms=people.TERMS | lists), letters.approved(terms=people.TERMS)
    page = offline.open_page(browser, tmp_path, settings.CLIENT_BUNDLE.with_name("sign.html"))
    for made, has_lists in ((free, False), (listed, True), (free, False), (listed, True)):
        offline.read_letter(page, made)
        page.get_by_text("Sign, or change my signature").click()
        offline.fill_in(page, choice="named", name="Ana Canary")
        expect(page.get_by_label("Team")).to_be_visible(visible=not has_lists)
        expect(page.get_by_label("Office")).to_be_visible(visible=has_lists)
        if has_lists:
            page.get_by_label("Office").select_option("Porto")
        else:
            page.get_by_label("Team").fill("what was typed for another letter")
        page.get_by_text("Sign, or change my signature").click()
    page.get_by_text("Sign, or change my signature").click()
    assert page.get_by_label("Office").locator("option").all_inner_texts() == ["say nothing", "Zürich", "Porto"]
    people.choose(page, "#pass-file", listed.new_pass().raw)
    page.get_by_role("button", name="Seal and make the signature").click()
    expect(page.get_by_role("heading", name="4. Carry it to the site")).to_be_visible()
    body = base64.b64decode(page.locator("#request-text").input_value())
    assert plaintext.read(body[583 + 32 : 583 + 544]) == {"name": "Ana Canary", "team": "Porto"}
    page.get_by_role("button", name="Go back").click()
    page.get_by_label("Name, as it should appear").fill("\u202eAna")
    page.get_by_role("button", name="Seal and make the signature").click()
    expect(page.get_by_label("Name, as it should appear")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("There is a character here that cannot be seen.")).to_be_visible()
    offline.close(page)


def test_letter_with_passes_by_work_mail_says_so_and_takes_a_mailed_code(watched, browser, tmp_path):
    made = work_mail.approved()
    page = offline.open_page(browser, tmp_path, settings.CLIENT_BUNDLE.with_name("sign.html"))
    offline.read_letter(page, made)
    expect(page.get_by_text("Your employer runs your mailbox.")).to_be_visible()
    expect(page.get_by_text(f"/l/{made.letter.address}/code/")).to_be_visible()
    expect(page.get_by_text("10 letters and digits; spaces")).to_be_visible()
    page.get_by_label("Code from your mail").fill(work_mail.code_for(made, when=people.now()))
    page.get_by_role("button", name="Make the request for a pass").click()
    offline.carry(page, watched(script=False), made)
    expect(page.get_by_role("heading", name="You have a pass")).to_be_visible()
    people.save(page, "Save my pass")
    page.get_by_role("button", name="Go on").click()
    offline.read_letter(page, letters.approved(terms=people.TERMS))
    expect(page.get_by_text("Your employer runs your mailbox.")).to_be_hidden()
    expect(page.get_by_text("20 letters and digits; spaces")).to_be_visible()
    offline.close(page)
