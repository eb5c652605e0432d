"""What follows from a vote, or from none, for the years after it."""

import pytest
from django.urls import reverse

from shareholder.actions import resolutions, tallies
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.voted import propose, voted_before_two

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return voted_before_two()


def test_verdict_is_about_the_year_of_the_resolutions_own_meeting(people):
    """A proposal for 2029 was told what holds for 2027: by then the vote of 2026 has lost its force."""
    owner, second, made = people
    later = world.resolution(by=owner, campaign=made.campaign, title="Again", has_meeting=False)
    world.edit(later, by=owner, meeting=world.meeting(made.company, year=2030, on=None, last_on=None))
    for row in (made, later):
        resolutions.link_lineage(resolution=row, title="Docks", by=owner, at=world.NOW)
    tallies.confirm_tally(tally=propose(made, by=owner, votes_for=1, votes_against=99), by=second, at=world.NOW)
    for row, words in ((made, "Not before 2030: for 2027"), (later, "Yes, in 2030")):
        page = client(owner).get(reverse("shareholder:vote-read", args=[row.slug])).content.decode()
        assert words in page


def test_years_are_told_in_which_filers_are_barred_for_presenting_nothing(people):
    owner, _second, made = people
    address = reverse("shareholder:resolution-read", args=[made.slug])
    assert "for meetings in" not in client(owner).get(address).content.decode()
    world.in_state(made, "not_presented")
    assert "for meetings in 2028 and 2029" in client(owner).get(address).content.decode()
    made.meeting.country = "DE"
    made.meeting.save()
    assert "for meetings in" not in client(owner).get(address).content.decode()
