"""J2: a coalition's statement from the desk to its delivery, and what representatives do, scripts or not."""

import io
import re

import pypdf
import pytest

from petitions.actions import joint_statements, sign_ons
from petitions.models import JointStatement
from tests import make
from tests.journeys import organizer, people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect
from tests.petitions import coalitions
from tests.petitions.test_known_list import CLEAN, COLUMNS, WHOLE

WHO = {
    "Name of the organization": "Dockers United, South", "Part of a larger organization": "Dockers United",
    "The organization’s own domain": "https://www.south.example/", "Your name": "Wilhelmina Canary",
    "Your role there": "secretary", "Your mailbox at that domain": "wil@south.example",
}  # fmt: skip


def type_code(page, run_jobs, address, button):
    """On the page that says that a mail is on its way."""
    expect(page.get_by_role("heading", name="A mail is on its way")).to_be_visible()
    run_jobs()
    page.get_by_label("Code", exact=True).fill(coalitions.code_of(address))
    page.get_by_role("button", name=button, exact=True).click()


def sign(page, run_jobs, who):
    page.get_by_role("link", name="Sign for an organization").first.click()
    for label, value in who.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Country").select_option("NO")
    page.get_by_label("The organization has decided to sign this text").check()
    page.get_by_role("button", name="Send me a code").click()
    type_code(page, run_jobs, who["Your mailbox at that domain"], "Sign")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def ask_for(page, run_jobs, name, address, button):
    """Say which organization it is, and show a mailbox on its domain."""
    page.get_by_label("Your organization").select_option(name)
    page.get_by_label("Your mailbox at its domain").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    type_code(page, run_jobs, address, button)


@in_both
@pytest.mark.parametrize("script", [True, False])
def test_representative_signs_agrees_to_a_new_text_and_withdraws(watched, run_jobs, script):
    statement = coalitions.opened(campaign=make.public_campaign(), languages=["de"])
    parent = coalitions.recorded(statement, "Dockers United", country="NO")
    joint_statements.list_statement(statement=statement, listed=True, by=None, at=people.now())
    window = watched(script=script)
    page = window.go(f"/c/{statement.campaign.address}/")
    page.get_by_role("link", name=statement.title).first.click()
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", name=coalitions.GERMAN["title"])).to_be_visible()
    page.get_by_role("link", name="English").click()
    sign(page, run_jobs, WHO)
    window.check()
    row = statement.sign_ons.get(state="waiting")
    sign_ons.edit_sign_on(sign_on=row, name=row.name, country="NO", parent=parent, by=None, at=people.now())
    sign_ons.list_sign_on(sign_on=row, by=None, at=people.now())
    page.get_by_role("link", name="Back to the statement").click()
    expect(page.locator(".names ul bdi")).to_have_text("Dockers United, South")
    expect(page.locator(".count")).to_contain_text("2")
    coalitions.proposed(statement)
    page.reload()
    page.get_by_role("link", name="Agree for an organization").first.click()
    ask_for(page, run_jobs, str(row.pk), "chair@south.example", "Agree")
    expect(page.get_by_role("heading", name="Agreed")).to_be_visible()
    page.get_by_role("link", name="Back to the statement").click()
    expect(page.get_by_text("1 organization has agreed to it.")).to_be_visible()
    page.get_by_label("Country").select_option("NO")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Signed, in Norway")).to_be_visible()
    page.get_by_role("link", name="Withdraw an organization").click()
    ask_for(page, run_jobs, str(row.pk), "treasurer@south.example", "Withdraw")
    page.get_by_role("link", name="Back to the statement").click()
    expect(page.locator(".names ul bdi")).to_have_count(0)
    window.check()


@in_both
@pytest.mark.parametrize("script", [True, False])
def test_group_leads_a_statement_from_its_first_line_to_the_printed_names(watched, run_jobs, script):
    owner = make.user("wren@desk.example")
    campaign = make.campaign(group=make.group(owner=owner))
    desk = watched(script=script, width=1280, height=900)
    desk.is_signatory = False
    page = desk.go("/")
    organizer.sign_in(page, owner.mailbox, run_jobs)
    desk.go(f"/desk/c/{campaign.slug}/")
    page.get_by_role("link", name="Write a joint statement").click()
    for name in ("title", "body"):
        page.fill(f"[name={name}]", coalitions.WORDS[name])
    page.fill("[name=demands]", "\n".join(coalitions.WORDS["demands"]))
    for at, (name, office) in enumerate(coalitions.WORDS["addressees"]):
        page.fill(f"[name=to-{at}-name]", name)
        page.fill(f"[name=to-{at}-title]", office)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_label("Words that do not count in sorting").fill("the")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Publish it").first.click()
    page.get_by_role("button", name="Publish it").click()
    page.get_by_role("link", name="Take a list in").click()
    page.get_by_label("Or its text").fill(WHOLE + "\n" + COLUMNS)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="9 names were put together")).to_be_visible()
    page.get_by_label("Or its text").fill("\n".join(CLEAN[:13]))
    page.get_by_label("What shows that they agree").fill("Their letters of May")
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("rowheader", name="Free Pier")).to_be_visible()
    statement = JointStatement.objects.get()

    visitor = watched(script=script)
    who = WHO | {"Name of the organization": "HCLU of the West", "Part of a larger organization": "HCLU"}
    sign(visitor.go(f"/s/{statement.address}/"), run_jobs, who)
    desk.go(f"/desk/statements/{statement.slug}/")
    page.get_by_role("link", name="Decide about them").click()
    expect(page.get_by_text("wil@south.example")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Look and decide")).click()
    page.get_by_role("button", name="Save how it is listed").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="List it").click()
    expect(page.get_by_text("wil@south.example")).to_have_count(0)
    names = coalitions.names(statement)
    assert names[names.index("Harbour Civil Liberties Union (HCLU)") + 1] == "HCLU of the West"

    page.get_by_role("link", name="Back to the statement").click()
    page.get_by_role("link", name="Change the text").click()
    page.get_by_role("button", name="Write a new text").click()
    page.fill("[name=body]", "A shorter text.")
    page.get_by_role("button", name="Save the text").click()
    page.get_by_label("What changed, and why").fill("It is shorter.")
    page.get_by_role("button", name="Propose it to those who signed").click()
    expect(page.get_by_text("Put in force now, it takes 14 organizations off the list")).to_be_visible()
    page.get_by_role("button", name="Drop the new text").click()
    page.get_by_role("link", name="Back to the statement").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Statement with its organizations (PDF)").click()
    said = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(started.value.path().read_bytes())).pages)
    assert "14 organizations have signed." in said.replace("\n", " ")
    assert "HCLU of the West" in said.splitlines()
    page.get_by_role("link", name="It was delivered").click()
    page.get_by_role("button", name="It was delivered").click()
    expect(page.get_by_role("heading", name=re.compile("Delivered on"))).to_be_visible()
