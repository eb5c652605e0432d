"""Which matter a proposal is about: one lineage for one name at one company, and a link that can be taken away."""

import pytest
from django.urls import reverse

from shareholder.actions import resolutions
from shareholder.models import Lineage
from tests import make
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.test_filing_promote import together


def two(owner):
    made = world.resolution(by=owner, group=make.group(owner=owner))
    other = world.resolution(by=owner, campaign=made.campaign, title="Again", has_meeting=False)
    return made, other


@pytest.mark.django_db
def test_link_is_taken_away_by_an_empty_name():
    owner = make.user()
    made, other = two(owner)
    for row in (made, other):
        resolutions.link_lineage(resolution=row, title="Dock safety", by=owner, at=world.NOW)
    address = reverse("shareholder:lineage-link", args=[other.slug])
    assert client(owner).post(address, {"title": ""}).status_code == 302
    made.refresh_from_db(), other.refresh_from_db()
    assert (other.lineage, other.linked_by) == (None, None)
    assert made.lineage.title == "Dock safety"
    assert other.steps.filter(verb="unlink", by=owner).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_who_name_a_new_matter_at_once_mean_one():
    owner = make.user()
    rows = two(owner)
    said = {"title": "Dock safety", "by": owner, "at": world.NOW}
    done = together(*[lambda row=row: resolutions.link_lineage(resolution=row, **said) for row in rows])
    assert done == ["done", "done"]
    assert Lineage.objects.count() == 1
