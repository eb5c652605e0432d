"""Resolutions of past years from a list: a dry run first, errors row by row, all rows or none."""

import pytest
from django.urls import reverse

from organize import inventory
from shareholder import board_queries, vote_queries
from shareholder.models import Meeting, Resolution, Tally
from tests import make
from tests.factors import Browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
HEADING = "title,company,meeting_on,outcome,matter,share_class,votes_for,votes_against,abstentions,filed_on,accession\n"
GOOD = (
    "Docks,Meridian Freight,2024-05-20,,Safe docks,,12000000,150000000,5,2023-12-01,0000000001-24-000001\n"
    "Docks again,Meridian,2025-05-21,voted,Safe docks,Class A,100,300,,,\n"
    "Docks again,Meridian,2025-05-21,voted,Safe docks,Class B,200,300,,,\n"
    "Lobbying,Meridian Freight,2025-05-21,withdrawn_agreement,,,,,,2024-12-02,\n"
)


@pytest.fixture
def scene():
    owner = make.user()
    group = make.group(owner=owner)
    company = make.company(group=group)
    company.aliases = ["Meridian"]
    company.save()
    campaign = make.campaign(group=group, company=company)
    browser = Browser()
    browser.force_login(owner)
    return browser, reverse("shareholder:past-list", args=[campaign.slug]), campaign


def test_dry_run_writes_nothing_and_a_second_press_all_of_it(scene):
    browser, address, campaign = scene
    page = browser.post(address, {"text": HEADING + GOOD})
    assert page.status_code == 200
    assert page.content.decode().count("new") >= 4
    assert not Resolution.objects.exists() and not Meeting.objects.exists()
    answer = browser.post(address, {"text": HEADING + GOOD, "take": "1"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("campaign", args=[campaign.slug]))
    found = {row.title: row for row in Resolution.objects.all()}
    assert {title: row.state for title, row in found.items()} == {
        "Docks": "recorded", "Docks again": "recorded", "Lobbying": "withdrawn_agreement"
    }  # fmt: skip
    assert Meeting.objects.count() == 2
    assert [str(one.voted_on) for one in vote_queries.results_of_matter(found["Docks"])] == ["2024-05-20", "2025-05-21"]
    assert vote_queries.result_of(found["Docks again"]).counts.for_ == 300
    assert set(Tally.objects.values_list("state", "alone")) == {("confirmed", True)}
    assert str(found["Docks"].sent_on) == "2023-12-01"
    assert found["Docks"].steps.filter(verb="take in").exists()
    board = board_queries.board_of(campaign.group, world.DAY, season="2024-25")
    assert {row["resolution"].title for row in board["outcomes"]} == {"Docks again", "Lobbying"}
    again = browser.post(address, {"text": HEADING + GOOD, "take": "1"})
    assert again.status_code == 302
    assert Resolution.objects.count() == 3, "what is known stays as it is"


def test_counts_from_a_list_wait_where_the_group_has_another_editor(scene):
    """Whoever takes a list in holds the only seat: that alone made the counts hold, and the public page print them."""
    browser, address, campaign = scene
    second = make.member(campaign.group)
    browser.post(address, {"text": HEADING + GOOD, "take": "1"})
    assert set(Tally.objects.values_list("state", flat=True)) == {"proposed"}
    docks = Resolution.objects.get(title="Docks")
    assert docks.state == "voted" and vote_queries.result_of(docks) is None
    other = Browser()
    other.force_login(second)
    assert "Counts wait for a second person" in other.get(reverse("campaign", args=[campaign.slug])).content.decode()
    page = reverse("shareholder:vote-read", args=[docks.slug])
    assert "I compared them" in other.get(page).content.decode()
    assert "I compared them" not in browser.get(page).content.decode()
    answer = other.post(reverse("shareholder:tally-confirm", args=[docks.slug, docks.tallies.get().pk]))
    assert answer.status_code == 302
    docks.refresh_from_db()
    tally = docks.tallies.get()
    assert (docks.state, tally.state, tally.alone, tally.confirmed_by) == ("recorded", "confirmed", False, second)


@pytest.mark.parametrize("role", ["reviewer", "viewer"])
def test_members_who_do_not_edit_confirm_nothing(scene, role):
    browser, address, campaign = scene
    other = Browser()
    other.force_login(make.member(campaign.group, role))
    browser.post(address, {"text": HEADING + GOOD, "take": "1"})
    assert set(Tally.objects.values_list("state", "alone")) == {("confirmed", True)}, "nobody else could"
    docks = Resolution.objects.get(title="Docks")
    confirm = reverse("shareholder:tally-confirm", args=[docks.slug, docks.tallies.get().pk])
    assert other.post(confirm).status_code == 404
    assert other.get(reverse("shareholder:vote-read", args=[docks.slug])).status_code == 200


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,Nobody,2024-05-20,,,,1,2,,,", "the group has none of this name"),
        ("A,Meridian,2099-05-20,,,,1,2,,,", "that day has not come yet"),
        ("A,Meridian,2024-05-21,,,,1,2,,,", "written down with another day"),
        ("A,Meridian,20 May 2024,,,,1,2,,,", "meeting_on: Enter a valid date"),
        ("A,Meridian,2024-05-20,,,,1,,,,", "needs its counts for and against"),
        ("A,Meridian,2024-05-20,,,,0,0,,,", "at least one share"),
        ("A,Meridian,2024-05-20,omitted,,,1,2,,,", "has no counts"),
        ("A,Meridian,2024-05-20,won,,,1,2,,,", "outcome:"),
        ("A,Meridian,2024-05-20,,,,-1,2,,,", "votes_for:"),
        ("A,Meridian,2024-05-20,,,,1,2,,2024-06-01,", "filed before the meeting"),
        ("A,Meridian,2024-05-20,,,,1,2,,,7", "accession:"),
        ("A,Meridian,2024-05-20,,,,1,2", "8 cells instead of 11"),
        ("A,Meridian,2024-05-20,,x,A,1,2,,,\nA,Meridian,2024-05-20,,y,B,1,2,,,", "stands twice"),
        ("A,Meridian,2024-05-20,,,,1,2,,,\nA,Meridian,2024-05-20,,,,1,2,,,", "stands in line 2"),
        ("A,Meridian,2024-05-20,,,,1,2,,,\n" * 501, "At most 500 rows"),
    ],
)
def test_one_bad_row_and_nothing_is_taken_in(scene, row, sentence):
    browser, address, campaign = scene
    world.meeting(campaign.company, year=2024, on=world.day("2024-05-20"))
    answer = browser.post(address, {"text": HEADING + row, "take": "1"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Resolution.objects.exists()


def test_what_was_taken_in_can_be_erased_with_its_campaign(scene):
    browser, address, campaign = scene
    assert browser.post(address, {"text": HEADING + GOOD, "take": "1"}).status_code == 302
    assert inventory.reason_to_keep(campaign) is None
    made, _lead = world.filed(by=campaign.group.memberships.get().user, campaign=campaign)
    assert "under way" in str(inventory.reason_to_keep(made))


def test_what_is_no_list_is_told_with_a_sentence(scene):
    browser, address, _campaign = scene
    for text in ("", "title\nA", 'title,company,meeting_on\n"A'):
        answer = browser.post(address, {"text": text, "take": "1"})
        assert answer.status_code == 422
    assert not Resolution.objects.exists()
