"""A list costs as many statements with thirty rows as with one."""

import datetime

import pytest
from django.urls import reverse

from organize.models import Campaign
from petitions.models import Dispute, PublishedName, Version
from tests import make
from tests.counting import statements
from tests.personas import cast
from tests.petitions import letters

pytestmark = pytest.mark.django_db


def versions(group, letter, number):
    words = {"title": "Before", "body": "", "language": "en", "demands": [], "addressees": []}
    Version.objects.create(group=group, letter=letter, number=number, replaced_at=make.NOW, words=words)


def disputes(group, letter, number):
    leaf = bytes([number]) * 32
    PublishedName.objects.create(
        letter=letter, leaf=leaf, tier=0, identity={"name": f"Person {number}"}, sort_key=leaf, shape=leaf
    )
    Dispute.objects.create(group=group, letter=letter, leaf=leaf, kind="other", day=datetime.date(2026, 11, 24))


def campaigns(group, letter, number):
    company = make.company(group=group, name=str(number))
    Campaign.objects.create(group=group, title=f"Campaign {number}", company=company)


LISTS = {
    "petitions-desk:version-list": (versions, "letter"),
    "petitions-desk:name-strike": (disputes, "letter"),
    "petitions-desk:letter-read": (disputes, "letter"),
    "desk": (campaigns, None),
    "group": (campaigns, "group"),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_of_thirty_costs_what_a_list_of_one_costs(name):
    people = cast()
    made = letters.approved(campaign=make.campaign(group=people.group), by=people.owner)
    fill, of = LISTS[name]
    slugs = {"letter": [made.letter.slug], "group": [people.group.slug], None: []}
    address, client = reverse(name, args=slugs[of]), people.client("owner")
    fill(people.group, made.letter, 1)
    client.get(address)  # what never changes after a freeze is read once and kept
    few = statements(client, address)
    for number in range(2, 31):
        fill(people.group, made.letter, number)
    assert statements(client, address) == few
    assert few < 30
