"""Who goes on reading a resolution that was withdrawn: those who withdrew with it, not those who had left before."""

import pytest
from django.urls import reverse

from shareholder import queries
from shareholder.actions import filers
from tests import make
from tests.factors import browser as client
from tests.shareholder import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """(filed resolution, its lead, a co-filer, one who left before); none of them is in the group."""
    owner, lead, cofiler, gone = (make.user() for _number in range(4))
    made, _filing = world.filed(by=owner, group=make.group(owner=owner), user=lead)
    staying = world.filer(made, user=cofiler, by=owner)
    left = world.filer(made, user=gone, goes_by="Tern Fund", by=owner)
    for row in (staying, left):
        type(row).objects.filter(pk=row.pk).update(state="received")
        row.refresh_from_db()
    withdraw(left, gone)
    return made, lead, cofiler, gone


def withdraw(filing, user):
    filing.refresh_from_db()
    filers.step_filing(filing=filing, verb="withdraw", on=world.DAY, by=user, at=world.NOW)


def test_who_withdrew_with_it_goes_on_reading_and_who_left_before_does_not(scene):
    made, lead, cofiler, gone = scene
    page = reverse("shareholder:resolution-read", args=[made.slug])
    data = {"kind": "tactical", "on": world.DAY, "note": "Another proposal came first."}
    answer = client(lead).post(reverse("shareholder:resolution-withdraw", args=[made.slug]), data)
    assert (answer.status_code, answer["Location"]) == (302, page)
    withdraw(made.filings.get(user=cofiler), cofiler)
    for user, status in ((lead, 200), (cofiler, 200), (gone, 404)):
        assert client(user).get(page).status_code == status
    assert list(queries.own_resolutions(lead)) == list(queries.own_resolutions(cofiler)) == [made]
    assert list(queries.own_resolutions(gone)) == []


def test_lead_follows_up_what_was_promised(scene):
    made, lead, _cofiler, _gone = scene
    promised = [("Two people at every dock.", None)]
    world.withdrawn_for(made, promised, by=lead)
    page = client(lead).get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert "Follow up what came of it" in page
    assert "Nobody leads it now." not in page and "No filing stands any more" not in page
    answer = client(lead).post(
        reverse("shareholder:step-record", args=[made.slug]), {"verb": "follow up", "on": world.DAY}
    )
    made.refresh_from_db()
    assert (answer.status_code, made.state) == (302, "implementation")


def test_filer_keeps_the_resolution_in_view_when_another_is_dropped(scene):
    made, _lead, cofiler, _gone = scene
    assert list(queries.own_resolutions(cofiler)) == [made]
