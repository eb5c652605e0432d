"""A petition on its campaign's pages: only once it is listed, its count in the story at set points only."""

import datetime

import pytest
from django.urls import reverse

from petitions.actions import petitions
from tests import make
from tests.counting import statements
from tests.make import NOW
from tests.personas import cast
from tests.petitions.supporters import counted, drafted, opened, sign

pytestmark = pytest.mark.django_db


def story(client, campaign):
    return client.get(reverse("campaign-public", args=[campaign.address])).content.decode()


def test_petition_is_on_the_page_once_the_group_put_it_there(client):
    campaign = make.public_campaign()
    made = opened(campaign=campaign, first_goal=10)
    drafted(campaign=campaign, title="Only a draft")
    assert made.title not in story(client, campaign)
    petitions.list_petition(petition=made, listed=True, by=None, at=NOW)
    for _person in range(11):
        sign(made)
    counted(made, NOW + datetime.timedelta(days=3))
    page = story(client, campaign)
    assert f'href="/p/{made.address}/">{made.title}</a>' in page
    assert "10 people have signed the petition" in page, "the goal that was reached, on its day"
    assert "11 people have signed the petition" not in page
    assert "26 November 2026" in page
    assert "Only a draft" not in page
    feed = client.get(reverse("campaign-json", args=[campaign.address])).json()
    numbers = str(feed)
    assert f"/p/{made.address}/" in numbers
    assert "'confirmed': 11" in numbers


def test_desk_of_the_campaign_lists_its_petitions_at_one_cost():
    people = cast()
    campaign = make.public_campaign(group=people.group)
    path = reverse("campaign", args=[campaign.slug])
    client, costs = people.client("owner"), []
    for number in (1, 29):
        for _petition in range(number):
            petitions.list_petition(petition=opened(campaign=campaign), listed=True, by=None, at=NOW)
        public = reverse("campaign-public", args=[campaign.address])
        costs.append((statements(client, path), statements(client, public)))
    assert costs[0] == costs[1]
    assert "Begin a petition" in client.get(path).content.decode()
    assert "Begin a petition" not in people.client("viewer").get(path).content.decode()
    draft = f"{reverse('petition-desk:petition-draft')}?campaign={campaign.slug}"
    found = {persona: people.client(persona).get(draft).status_code for persona in ("owner", "viewer", "stranger")}
    assert found == {"owner": 200, "viewer": 404, "stranger": 404}
