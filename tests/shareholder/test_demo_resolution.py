"""The three-year story of the demo is one that the rulebook and the pages agree about."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from deploy.demo import cast, resolution
from organize.actions.campaigns import publish_campaign, tell_campaign
from shareholder import vote_queries
from shareholder.models import Resolution
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("at", ["2026-11-28", "2027-02-01", "2028-06-16"])
def test_story_is_told_whatever_the_day(at):
    at = datetime.datetime.fromisoformat(f"{at}T12:00:00+00:00")
    owner = make.user(cast.ORGANIZER)
    group = make.group(owner=owner)
    campaign = make.campaign(group=group, title=cast.CAMPAIGN, company=make.company(group=group))
    own = resolution.record(at=at)
    made = Resolution.objects.get(address=own)
    results = vote_queries.results_of_matter(made)
    assert [one.percent_text for one in results] == ["6.19", "19.30", "28.25"]
    assert vote_queries.unequal_totals(made) == ()
    assert len({one.counts.total for one in results}) == 1
    verdict = vote_queries.verdict_after(results)
    assert (verdict.times, verdict.threshold, verdict.is_excludable) == (3, 25, False)
    assert Resolution.objects.filter(state="signup").get().filings.count() == 4
    tell_campaign(campaign=campaign, headline="H", story="", by=owner, at=at)
    publish_campaign(campaign=campaign, by=owner, at=at)
    page = Client().get(reverse("shareholder-public:resolution-show", args=[campaign.address, own])).content.decode()
    assert "28.25 %" in page
    assert "Lantern Asset Management" in page and "6,120,080" in page
    assert not [name for name in (resolution.LEAD, *resolution.OTHERS) if name in page]
