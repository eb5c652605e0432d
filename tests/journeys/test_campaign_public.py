"""A stranger reads a campaign's page from top to bottom, with and without scripts; nothing of them stays."""

import pytest

from deploy.demo import history
from organize.actions.campaigns import publish_campaign, tell_campaign
from petitions.actions.letters import list_letter
from tests import make
from tests.journeys import people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect


@in_both
@pytest.mark.parametrize("script", [True, False])
def test_story_ledger_and_letter_are_read_without_a_trace(watched, script):
    made = people.open_letter()
    campaign = made.letter.campaign
    make.ledger(campaign.group)  # another campaign of the same group, of which this page must say nothing
    told = history.record(group=campaign.group.name, by=made.by, at=make.NOW)
    campaign.refresh_from_db()
    window = watched(script=script)
    page = window.go(f"/c/{told.address}/")
    expect(page.get_by_role("heading", name=history.HEADLINE)).to_be_visible()
    expect(page.get_by_role("heading", name="Microsoft: moratorium")).to_be_visible()
    expect(page.locator(".timeline time").first).to_be_visible()
    assert "Meridian" not in page.content()
    page.get_by_role("link", name="Microsoft", exact=True).click()
    expect(page.get_by_text("Sell no face recognition to law enforcement.")).to_be_visible()
    expect(page.get_by_text("USD 19,400,000")).to_be_visible()
    window.check()
    page.get_by_role("link", name=history.HEADLINE).click()
    expect(page.get_by_role("heading", name="What happened, newest first")).to_be_visible()


@in_both
@pytest.mark.parametrize("script", [True, False])
def test_reader_finds_the_letter_and_its_numbers_and_meets_the_safety_page_first(watched, script):
    made = people.open_letter()
    given = {"campaign": made.letter.campaign, "by": made.by, "at": make.NOW}
    tell_campaign(headline="Safe docks", story="We load at night.", **given)
    campaign = publish_campaign(**given)
    list_letter(letter=made.letter, listed=True, by=made.by, at=make.NOW)
    window = watched(script=script)
    page = window.go(f"/c/{campaign.address}/")
    page.locator(".public-letter h3 a").click()
    page.wait_for_url(window.site + people.path_of(made))
    window.check()
