"""A resolution's public page."""

import importlib
import re

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from organize.actions.campaigns import publish_campaign, tell_campaign, unpublish_campaign
from organize.models.row import SLUG
from shareholder import vote_queries
from shareholder.actions import resolutions, tallies
from shareholder.models import Resolution
from tests import make
from tests.shareholder import world
from tests.shareholder.voted import propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    owner = make.user()
    row, _lead = world.filed(by=owner, group=make.group(owner=owner), user=owner)
    world.edit(row, by=owner, listed=True)
    row.owner = owner
    return row


def address_of(row):
    return reverse("shareholder-public:resolution-show", args=[row.campaign.address, row.address])


def published(row):
    tell_campaign(campaign=row.campaign, headline="Safe docks", story="", by=row.owner, at=world.NOW)
    publish_campaign(campaign=row.campaign, by=row.owner, at=world.NOW)
    row.campaign.refresh_from_db()
    return row


def test_page_tells_words_vote_and_verdict_and_never_a_filer(made):
    published(made)
    propose(world.in_state(made, "voted"), by=made.owner)
    answer = Client().get(address_of(made))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "two people at every dock" in page
    assert "5.27 %" in page
    assert "(i)(12)" in page
    assert "Brendan" not in page
    assert made.owner.mailbox not in page
    assert "Set-Cookie" not in answer.headers
    linked = Client().get(reverse("campaign-public", args=[made.campaign.address])).content.decode()
    assert address_of(made) in linked


def test_page_says_that_one_person_alone_wrote_the_counts_down(made):
    published(made)
    tally = propose(world.in_state(made, "voted"), by=made.owner)
    assert tally.alone
    page = Client().get(address_of(made)).content.decode()
    assert "One person alone wrote these counts down" in page
    assert "counts written down by one person alone" in page
    second = make.member(made.group)
    newer = propose(made, by=made.owner, votes_for=120_000_000)
    tallies.confirm_tally(tally=newer, by=second, at=world.NOW)
    assert "one person alone" not in Client().get(address_of(made)).content.decode().lower()


def test_public_address_leads_to_nothing_on_the_desk(made):
    published(made)
    world.edit(made, by=made.owner, listed=False)
    kept = made.address
    world.edit(made, by=made.owner, listed=True)
    assert made.address == kept != made.slug
    pages = Client().get(address_of(made)), Client().get(reverse("campaign-public", args=[made.campaign.address]))
    for name in ("campaign-atom", "campaign-json"):
        pages += (Client().get(reverse(name, args=[made.campaign.address])),)
    assert not [page for page in pages if made.slug in page.content.decode()]
    by_slug = reverse("shareholder-public:resolution-show", args=[made.campaign.address, made.slug])
    assert Client().get(by_slug).status_code == 404


def test_resolutions_that_were_listed_before_get_an_address(made):
    other = world.resolution(by=made.owner, campaign=made.campaign, title="Not listed", has_meeting=False)
    Resolution.objects.filter(pk=made.pk).update(address=None)
    give = importlib.import_module("shareholder.migrations.0008_addresses_of_listed").give
    give(apps, None)
    made.refresh_from_db()
    other.refresh_from_db()
    assert re.fullmatch(SLUG, made.address)
    assert other.address is None


def test_what_is_not_on_show_is_missing(made):
    published(made)
    found = address_of(made)
    assert Client().get(found).status_code == 200
    world.edit(made, by=made.owner, listed=False)
    missing = Client().get(found)
    assert missing.status_code == 404
    world.edit(made, by=made.owner, listed=True)
    unpublish_campaign(campaign=made.campaign, by=made.owner, at=world.NOW)
    assert Client().get(found).content == missing.content


def test_counts_that_wait_for_a_second_person_are_not_public(made):
    published(made)
    second = make.member(made.group)
    made.seats.create(group=made.group, user=second, part="counsel")
    propose(world.in_state(made, "voted"), by=made.owner)
    assert "5.27" not in Client().get(address_of(made)).content.decode()


def test_votes_of_its_matter_are_told_only_where_their_resolutions_are_on_show(made):
    published(made)
    private = make.campaign(group=made.group, company=made.company)
    rows = {"here": made}
    asked = (
        ("Never listed", made.campaign, False),
        ("Kept private", private, True),
        ("Shown too", made.campaign, True),
    )
    for title, campaign, listed in asked:
        row = world.resolution(by=made.owner, campaign=campaign, title=title, has_meeting=False)
        Resolution.objects.filter(pk=row.pk).update(sent_on=world.FILED_ON, listed=listed)
        row.refresh_from_db()
        rows[title] = row
    for row in rows.values():
        propose(world.in_state(row, "voted"), by=made.owner)
        resolutions.link_lineage(resolution=row, title="Docks", by=made.owner, at=world.NOW)
    page = Client().get(address_of(made)).content.decode()
    assert made.title in page and "Shown too" in page
    assert "Never listed" not in page and "Kept private" not in page
    made.refresh_from_db()
    assert len(vote_queries.results_of_matter(made)) == 4
