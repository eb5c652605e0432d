"""J3: a public petition from the desk to its erasure, and what a supporter does in any browser, scripts or not."""

import datetime
import re

import pytest

from petitions import jobs
from petitions.actions import petitions
from petitions.models import Petition, Supporter
from petitions.sealing.cli import main
from tests import mailbox, make
from tests.journeys import organizer, people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect
from tests.petitions import supporters

WIL = "wil.canary@private.example"


@pytest.fixture
def holder(tmp_path, monkeypatch):
    """A key holder's folder; the function runs their tool in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pass").write_text("only for tests\n")

    def run(*words):
        assert main(["contacts", *words, "--passphrase-file", "pass"]) == 0
        return tmp_path

    return run


def opened_today(campaign):
    """A petition that is open by the machine's clock."""
    made = supporters.drafted(campaign=campaign, first_goal=10)
    today = people.now()
    last = today.date() + datetime.timedelta(days=30)
    return petitions.open_petition(
        petition=made, closes_on=last, erase_on=last + datetime.timedelta(days=30), by=None, at=today
    )


def code(run_jobs):
    run_jobs()
    return supporters.CODE.search(mailbox.received()[-1].body)[0]


def sign(page, run_jobs, *, name, address, public=False, consents=()):
    """From the petition's page to the last one, as a person would."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your mail address").fill(address)
    page.get_by_label("Country").select_option("PT")
    for words in (["Show my name publicly"] if public else []) + list(consents):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", name="A mail is on its way")).to_be_visible()
    page.get_by_label("Code from your mail").fill(code(run_jobs))
    page.get_by_role("button", name="Sign now").click()
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()


@in_both
@pytest.mark.parametrize("script", [True, False])
def test_supporter_signs_is_counted_and_leaves_without_a_trace(watched, run_jobs, script):
    made = opened_today(make.public_campaign())
    petitions.list_petition(petition=made, listed=True, by=None, at=people.now())
    window = watched(script=script)
    page = window.go(f"/c/{made.campaign.address}/")
    page.get_by_role("link", name=made.title).first.click()
    expect(page.get_by_role("heading", name=made.title)).to_be_visible()
    sign(page, run_jobs, name="Wil Canary", address=WIL, public=True, consents=["Port neighbours may write to me"])
    window.check()
    assert supporters.opened_contacts(made)[WIL]["updates"] == [1]
    jobs.tick_petitions()
    page.get_by_role("link", name="Back to the petition").click()
    expect(page.locator(".count")).to_contain_text("1 person has signed")
    page.get_by_role("link", name="Names that people made public").click()
    expect(page.get_by_text("Wil Canary")).to_be_visible()
    page.get_by_role("link", name="Back to the petition").click()
    page.get_by_role("link", name="Take your signature back").click()
    page.get_by_label("Your mail address").fill(WIL)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_label("Code from your mail")).to_be_visible()  # a click waits for no answer in Firefox
    page.get_by_label("Code from your mail").fill(code(run_jobs))
    page.get_by_role("button", name="Take my signature back").click()
    expect(page.get_by_role("heading", name="Your signature is taken back")).to_be_visible()
    assert not Supporter.objects.exists()


@in_both
def test_group_runs_a_petition_from_its_first_line_to_its_erasure(watched, run_jobs, holder):
    folder = holder("key", "--name", "Imani Okoye")
    owner = make.user("wren@desk.example")
    campaign = make.campaign(group=make.group(owner=owner))
    desk = watched(width=1280, height=900)
    desk.is_signatory = False
    page = desk.go("/")
    organizer.sign_in(page, owner.mailbox, run_jobs)
    desk.go(f"/desk/c/{campaign.slug}/")
    page.get_by_role("link", name="Begin a petition").click()
    for name in ("title", "addressee", "body", "publisher"):
        page.fill(f"[name={name}]", supporters.WORDS[name])
    page.get_by_label("First goal").fill("10")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a key").click()
    page.set_input_files("[name=file]", folder / "contacts-public.json")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("rowheader", name="Imani Okoye")).to_be_visible()
    page.get_by_role("link", name="Back to the petition").click()
    page.get_by_role("link", name="Open it").click()
    last = people.now().date() + datetime.timedelta(days=10)
    page.get_by_label("Last day to sign").fill(last.isoformat())
    page.get_by_label("Day of erasure").fill((last + datetime.timedelta(days=20)).isoformat())
    page.get_by_label(re.compile("Text, keys and days")).check()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("link", name="Paper")).to_be_visible()
    made = Petition.objects.get()

    visitor = watched()
    sign(visitor.go(f"/p/{made.address}/"), run_jobs, name="Wil Canary", address=WIL, public=True)
    page.get_by_role("link", name="Paper").click()
    page.get_by_label("Name of the sheet").fill("Market, 12")
    page.get_by_label("Valid signatures on it").fill("2")
    page.get_by_label("Day", exact=True).fill(people.now().date().isoformat())
    page.get_by_role("button", name="Add the sheet").click()
    page.get_by_role("link", name=re.compile("Take rows in")).click()
    page.get_by_label("Or its text").fill("name,mailbox\nAna Ruiz,ana@private.example\n=Bo,\n")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("1 row has a fault")).to_be_visible()
    desk.forgive("422")
    page.get_by_label("Or its text").fill("name,mailbox\nAna Ruiz,ana@private.example\nBo Berg,\n")
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", name="Sheets")).to_be_visible()
    jobs.tick_petitions()
    page.get_by_role("link", name="Back to the petition").click()
    expect(page.get_by_role("definition").first).to_have_text("1")
    page.get_by_role("link", name="Public names").click()
    page.get_by_label("Wil Canary").check()
    page.get_by_role("button", name="Hide them").click()
    expect(page.get_by_text("No name here.")).to_be_visible()
    desk.go(f"/desk/petitions/{made.slug}/contacts/")
    with page.expect_download() as started:
        page.get_by_role("button", name="Save the sealed file").click()
    started.value.save_as(folder / "contacts.undersigned")
    holder("open", "contacts.undersigned")
    table = (folder / "contacts.csv").read_text(encoding="utf-8-sig")
    assert WIL in table and "ana@private.example" in table and '"","Bo Berg"' in table

    desk.go(f"/desk/petitions/{made.slug}/erase/")
    page.get_by_label(re.compile("I have read what will happen")).check()
    page.get_by_role("button", name="Erase it").click()
    page.wait_for_url(lambda url: not url.endswith("/erase/"))
    run_jobs()
    assert not Supporter.objects.exists()
    expect(visitor.go(f"/p/{made.address}/").get_by_text("were erased here")).to_be_visible()
