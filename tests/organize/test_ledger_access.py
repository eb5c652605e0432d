"""Who reaches what a group records and publishes, beyond the table of tests/test_access.py."""

import pytest
from django.urls import reverse

from organize.actions.campaigns import unpublish_campaign
from tests import make
from tests.personas import PERSONAS, cast
from tests.test_access import PUBLIC, WITH_POWER, desk_arguments

pytestmark = pytest.mark.django_db


CHANGES = ["campaign-publish", "campaign-unpublish", "update-publish", "update-withdraw", "response-remove"]


@pytest.mark.parametrize("name", CHANGES)
def test_change_without_a_page_is_made_by_post_alone(name):
    people = cast()
    address = reverse(name, args=desk_arguments(name, people))
    assert people.client("owner").get(address).status_code == 405
    assert people.client("owner").post(address).status_code in (302, 409)


def public_arguments(name, campaign, company):
    return [campaign.address, company.slug] if name == "ledger" else [campaign.address]


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_page_is_there_once_it_is_published_and_missing_before_and_after(name):
    people = cast()
    campaign, records = make.ledger(people.group)
    address = reverse(name, args=public_arguments(name, campaign, records["company"]))
    missing = reverse(name, args=["a" * 26, "b" * 26][: len(public_arguments(name, campaign, records["company"]))])
    for persona in PERSONAS:
        answer = people.client(persona).get(address)
        assert answer.status_code == 200, persona
        assert not answer.cookies and "Vary" not in answer
    unpublish_campaign(campaign=campaign, by=people.owner, at=make.NOW)
    for persona in PERSONAS:
        gone, never = people.client(persona).get(address), people.client(persona).get(missing)
        assert gone.status_code == never.status_code == 404
        assert gone.content == never.content and gone.headers == never.headers


@pytest.mark.parametrize("part", ["officeholder", "contract", "response", "commitment", "update"])
def test_row_of_another_group_is_missing_beneath_ones_own_address(part):
    """The key is asked for together with what it belongs to, not alone."""
    people = cast()
    campaign, records = make.ledger(people.group)
    other, foreign = make.ledger(make.group())
    name = "commitment-judge" if part == "commitment" else f"{part}-edit"
    own = records["company"] if part in ("officeholder", "contract") else campaign
    client = people.client("owner")
    assert client.get(reverse(name, args=[own.slug, records[part].pk])).status_code == 200
    assert client.get(reverse(name, args=[own.slug, foreign[part].pk])).status_code == 404
    theirs = foreign["company"] if part in ("officeholder", "contract") else other
    assert client.get(reverse(name, args=[theirs.slug, foreign[part].pk])).status_code == 404


def test_disputes_of_a_group_are_for_its_members():
    people = cast()
    address = reverse("petitions-desk:dispute-list", args=[people.group.slug])
    for persona in PERSONAS:
        expected = 200 if persona in WITH_POWER["read"] else 302 if persona == "nobody" else 404
        assert people.client(persona).get(address).status_code == expected, persona
