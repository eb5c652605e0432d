"""The public page is written, looked at, published, taken away."""

import pytest
from django.urls import reverse

from organize.actions import campaigns
from organize.models import Campaign
from organize.refusals import Refusal
from tests import make
from tests.personas import cast

pytestmark = pytest.mark.django_db
GIVEN = {"headline": "Safe docks", "story": "We load at *night*."}


def test_page_is_written_previewed_published_and_taken_away():
    people = cast()
    client, campaign = people.client("owner"), make.campaign(group=people.group, summary="For members alone.")
    tell, preview = (reverse(name, args=[campaign.slug]) for name in ("campaign-tell", "campaign-preview"))
    assert client.post(reverse("campaign-publish", args=[campaign.slug])).status_code == 400, "no headline yet"
    client.post(tell, GIVEN)
    assert Campaign.objects.get().address is None
    page = client.get(preview).content.decode()
    assert "<em>night</em>" in page and "Only your group sees this" in page
    client.post(reverse("campaign-publish", args=[campaign.slug]))
    campaign.refresh_from_db()
    address = reverse("campaign-public", args=[campaign.address])
    assert campaign.address != campaign.slug
    shown = people.client("nobody").get(address).content.decode()
    assert "Safe docks" in shown and "<em>night</em>" in shown
    for hidden in (campaign.title, "For members alone.", people.group.name, people.owner.mailbox, campaign.slug):
        assert hidden not in shown, hidden
    assert campaign.title in client.get(reverse("campaign", args=[campaign.slug])).content.decode(), "it could leak"
    client.post(reverse("campaign-unpublish", args=[campaign.slug]))
    assert people.client("nobody").get(address).status_code == 404
    client.post(reverse("campaign-publish", args=[campaign.slug]))
    assert people.client("nobody").get(address).status_code == 200, "it comes back at the same address"


def test_publishing_twice_or_taking_away_what_is_not_there_is_refused():
    campaign = make.public_campaign()
    with pytest.raises(Refusal):
        campaigns.publish_campaign(campaign=campaign, by=None, at=make.NOW)
    campaigns.unpublish_campaign(campaign=campaign, by=None, at=make.NOW)
    with pytest.raises(Refusal):
        campaigns.unpublish_campaign(campaign=campaign, by=None, at=make.NOW)


def test_hidden_mark_in_the_story_is_refused():
    people = cast()
    campaign = make.campaign(group=people.group)
    answer = people.client("owner").post(
        reverse("campaign-tell", args=[campaign.slug]), GIVEN | {"story": "We\u200bload"}
    )
    assert answer.status_code == 422
    assert Campaign.objects.get().story == ""
