"""A resolution that is withdrawn for a promise: talks before it, the ledger, the promise broken, and the next step."""

import datetime

import pytest

from tests import make
from tests.journeys import organizer, resolving
from tests.journeys.expecting import expect
from tests.shareholder import world

pytestmark = pytest.mark.browser


def promise_is_recorded(page, day):
    """The lead withdraws for what the company promised, and takes it into the ledger as an editor of the group."""
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_text("For commitments of the company", exact=True).click()
    page.get_by_label("On", exact=True).fill(day.isoformat())
    page.get_by_label("Where the commitments are written").fill("Letter of the company's secretary")
    page.get_by_label("Commitment, in the company's words").first.fill("Two people at every dock from March.")
    page.get_by_label("Due").first.fill((day + datetime.timedelta(200)).isoformat())
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator(".head").get_by_text("withdrawn for commitments")).to_be_visible()
    page.get_by_role("button", name="Take it into the ledger").click()
    expect(page.get_by_role("button", name="Take it into the ledger")).to_have_count(0)


def talk_is_written_down(page, day):
    """Its words stand on its page; the desk says that something is to be done, and by when."""
    page.get_by_role("link", name="Talks with the company").click()
    page.get_by_role("link", name="Write a talk down").click()
    expect(page.get_by_text("a court or a committee of a parliament can demand it")).to_be_visible()
    page.get_by_label("On", exact=True).fill(day.isoformat())
    page.get_by_text("the company's board", exact=True).click()
    page.get_by_text("Chatham House Rule").click()
    page.get_by_role("textbox", name="What was said").fill("They will promise it in writing.")
    page.get_by_label("What is to be done next").fill("Send them the words")
    page.get_by_label("By", exact=False).last.fill((day + datetime.timedelta(3)).isoformat())
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("They will promise it in writing.")).to_be_visible()
    page.get_by_role("link", name="Desk", exact=True).first.click()
    expect(page.get_by_role("heading", name="After talks with companies")).to_be_visible()
    assert "Send them the words" not in page.content()


def promise_is_broken(page, made, day):
    """Judged in the ledger; the resolution then says what was missed, and which step is taken."""
    page.get_by_role("link", name="What became of it").click()
    page.get_by_text("It was broken", exact=True).click()
    page.get_by_label("When").fill(day.isoformat())
    page.get_by_label("What shows it").fill("Nobody stood there in March.")
    page.get_by_label("Source", exact=True).fill("A visit")
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_text("Nobody stood there in March.")).to_be_visible()
    page.goto(page.url.split("/desk/")[0] + f"/desk/resolutions/{made.slug}/")
    for verb in ("Follow up what came of it", "Take the next step: a promise was missed"):
        page.get_by_role("link", name="Write a step down").click()
        page.get_by_text(verb, exact=True).click()
        page.get_by_label("On", exact=True).fill(day.isoformat())
        if "missed" in verb:
            page.get_by_label("The next step that is taken").select_option("a call to vote against directors")
        page.get_by_role("button", name="Write it down").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("a call to vote against directors")


def copy_is_taken(page):
    """All that this person may read, as a file; its words of talks only when asked for."""
    page.get_by_role("link", name="Resolutions", exact=True).first.click()
    page.get_by_role("link", name="Take a copy").click()
    page.get_by_text("everything (JSON)").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Make the file").click()
    text = started.value.path().read_text()
    assert "a call to vote against directors" in text and "They will promise it in writing." not in text


@pytest.mark.parametrize("script", [True, False])
def test_withdrawal_for_a_promise_that_lands_in_the_ledger(watched, run_jobs, script):
    owner, cofiler = make.user(), make.user()
    group = make.group(owner=owner)
    lead = make.member(group)
    made, _filing = world.filed(by=owner, group=group, user=lead)
    theirs = world.filer(made, user=cofiler, by=owner)
    type(theirs).objects.filter(pk=theirs.pk).update(state="received")
    today = datetime.datetime.now(datetime.UTC).date()

    windows = {}
    for user in (lead, cofiler):
        window = watched(width=1280, height=900, script=script)
        window.is_signatory = False
        page = windows[user] = window.go("/")
        organizer.sign_in(page, user.mailbox, run_jobs)
    page, other = windows[lead], windows[cofiler]
    page.get_by_role("link", name=made.title).first.click()
    talk_is_written_down(page, today)
    page.get_by_role("link", name="Resolutions", exact=True).first.click()
    page.get_by_role("link", name=made.title).first.click()
    promise_is_recorded(page, today)
    expect(page.get_by_text("Other filers have not confirmed")).to_be_visible()

    other.get_by_role("link", name=made.title).first.click()
    other.get_by_role("link", name="Your part as a filer").click()
    other.get_by_role("link", name="Write a step down").click()
    resolving.write_down(other, "The filing is withdrawn", today.isoformat())
    expect(other.locator(".head").get_by_text("withdrawn")).to_be_visible()

    page.get_by_role("link", name="Desk", exact=True).first.click()
    page.get_by_role("link", name=made.campaign.title).first.click()
    page.get_by_role("link", name="Two people at every dock from March.").click()
    expect(page.get_by_text("Letter of the company's secretary")).to_be_visible()
    expect(page.get_by_text("promised", exact=True).first).to_be_visible()
    promise_is_broken(page, made, today)
    copy_is_taken(page)
    other.goto(page.url.split("/desk/")[0] + f"/desk/resolutions/{made.slug}/talks/")
    expect(other.get_by_text("Nothing that you may read is written down.")).to_be_visible()
