"""Joint statements on the campaign's pages: on the desk all of them, in public those that the group has put there."""

import datetime

import pytest
from django.urls import reverse

from organize.views import shelves
from petitions.actions import joint_statements, revisions
from tests import make
from tests.counting import statements
from tests.personas import cast
from tests.petitions import coalitions

pytestmark = pytest.mark.django_db


def scene():
    people = cast()
    return people, make.public_campaign(group=people.group, company=make.company(group=people.group))


def enlist(statement):
    return joint_statements.list_statement(statement=statement, listed=True, by=None, at=coalitions.NOW)


def test_unlisted_statement_leaves_no_trace_on_the_public_page(client):
    _people, campaign = scene()
    statement = coalitions.opened(campaign=campaign)
    coalitions.recorded(statement, "Dockers United")
    for name in ("campaign-public", "campaign-atom", "campaign-json"):
        page = client.get(reverse(name, args=[campaign.address])).content.decode()
        assert coalitions.WORDS["title"] not in page and statement.address not in page
    assert shelves.demands(campaign) != []


def test_listed_statement_tells_its_numbers_and_its_story_and_no_organization(client):
    _people, campaign = scene()
    statement = enlist(coalitions.opened(campaign=campaign))
    for at in range(10):
        coalitions.recorded(statement, f"Organization {at}")
    revision = coalitions.proposed(statement)
    for row in statement.sign_ons.all():
        revisions.record_agreement(sign_on=row, evidence="seen", by=None, at=coalitions.NOW)
    revisions.adopt_revision(revision=revision, by=None, at=coalitions.NOW)
    later = coalitions.NOW + datetime.timedelta(days=1)
    joint_statements.deliver_statement(statement=statement, by=None, at=later)
    page = client.get(reverse("campaign-public", args=[campaign.address])).content.decode()
    for said in (
        "opened for organizations to sign", "10 organizations have signed “", "A new text of “", "It is shorter now.",
        "was delivered", f"/s/{statement.address}/", "<dd>10</dd>",
    ):  # fmt: skip
        assert said in page, said
    assert "Organization 1" not in page
    feed = client.get(reverse("campaign-json", args=[campaign.address])).json()
    assert feed["_undersigned"]["statements"][0]["organizations"] == 10
    assert len([item for item in feed["items"] if "statement-" in item["tags"][0]]) == 4
    joint_statements.list_statement(statement=statement, listed=False, by=None, at=later)
    assert "was delivered" not in client.get(reverse("campaign-public", args=[campaign.address])).content.decode()


def test_desk_shows_every_statement_and_who_waits():
    people, campaign = scene()
    statement = coalitions.opened(campaign=campaign)
    coalitions.waiting(statement)
    page = people.client("viewer").get(reverse("campaign", args=[campaign.slug])).content.decode()
    assert coalitions.WORDS["title"] in page and "Write a joint statement" not in page
    for address in (reverse("desk"), reverse("group", args=[people.group.slug])):
        assert "1 organization waits to sign:" in people.client("owner").get(address).content.decode()


def test_promise_is_held_against_a_demand_of_a_statement(client):
    _people, campaign = scene()
    statement = enlist(coalitions.opened(campaign=campaign))
    (key, text), *_more = shelves.demands(campaign)
    assert text.endswith(coalitions.WORDS["demands"][0])
    make.commitment(campaign=campaign, demand_id=key, demand=text)
    ledger = client.get(reverse("ledger", args=[campaign.address, campaign.company.slug])).content.decode()
    assert coalitions.WORDS["demands"][0] in ledger
    assert shelves.demands(campaign)[0][0] == key, "the same key every time"
    assert statement.listed


def test_thirty_statements_cost_what_one_costs(client):
    people, campaign = scene()
    owner, private = people.client("owner"), reverse("campaign", args=[campaign.slug])
    public = reverse("campaign-public", args=[campaign.address])

    def more(number):
        for _at in range(number):
            coalitions.recorded(enlist(coalitions.opened(campaign=campaign)), "Dockers United")

    more(1)
    owner.get(private)
    few = statements(owner, private), statements(client, public)
    more(29)
    assert (statements(owner, private), statements(client, public)) == few
