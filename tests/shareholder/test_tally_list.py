"""Counts that wait for a second person, all of a group's on one page, and confirmed at once."""

import pytest
from django.urls import reverse

from shareholder.models import Tally
from tests import make
from tests.counting import statements
from tests.factors import browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
PER = {"votes_for": 1_234, "votes_against": 5_678, "source": "8-K", "proposed_at": world.NOW}


@pytest.fixture
def scene():
    """(writer, second person, resolutions with counts of the writer's that wait, address)"""
    writer = make.user()
    group = make.group(owner=writer)
    second = make.member(group)
    first = world.in_state(world.resolution(by=writer, group=group, title="Docks"), "voted")
    made = [first, *(another(first, f"No {number}", by=writer) for number in range(2))]
    for row in made:
        wait(row, by=writer)
    return writer, second, made, reverse("shareholder:tally-list", args=[group.slug])


def another(first, title, *, by):
    row = world.resolution(by=by, campaign=first.campaign, title=title, has_meeting=False)
    world.edit(row, by=by, meeting=first.meeting)
    return world.in_state(row, "voted")


def wait(row, *, by):
    last = row.tallies.count()
    return row.tallies.create(group=row.group, number=last + 1, voted_on=world.DAY, proposed_by=by, **PER)


def test_second_person_confirms_what_was_ticked_and_the_rest_waits(scene):
    writer, second, made, address = scene
    client = browser(second)
    page = client.get(address).content.decode()
    assert page.count('name="tallies"') == 3 and "1,234" in page and "Docks" in page
    assert client.post(address, {}).status_code == 422
    half = client.post(address, {"tallies": [made[0].tallies.get().pk, "0"]})
    assert half.status_code == 422 and half.content.decode().count("checked") == 1, "what was compared is not lost"
    ticked = [row.tallies.get().pk for row in made[:2]]
    assert client.post(address, {"tallies": ticked}).status_code == 302
    assert {row.pk: row.state for row in Tally.objects.all()} == {
        ticked[0]: "confirmed", ticked[1]: "confirmed", made[2].tallies.get().pk: "proposed"
    }  # fmt: skip
    assert set(Tally.objects.exclude(confirmed_by=None).values_list("confirmed_by", "alone")) == {(second.pk, False)}
    made[0].refresh_from_db()
    assert made[0].state == "recorded"
    assert "Nothing waits." in browser(writer).get(address).content.decode()


def test_own_counts_and_those_that_wait_no_more_confirm_nothing_at_all(scene):
    writer, second, made, address = scene
    own = wait(another(made[0], "Own", by=second), by=second)
    theirs = made[0].tallies.get()
    answer = browser(second).post(address, {"tallies": [theirs.pk, own.pk]})
    assert answer.status_code == 422 and "Some of these wait no more" in answer.content.decode()
    assert set(Tally.objects.values_list("state", flat=True)) == {"proposed"}
    type(made[0]).objects.filter(pk=made[0].pk).update(state="moot")  # no result can be written down of it any more
    answer = browser(second).post(address, {"tallies": [theirs.pk, made[1].tallies.get().pk]})
    assert answer.status_code == 422 and "Some of these wait no more" in answer.content.decode()
    assert not Tally.objects.filter(state="confirmed").exists()


def test_counts_of_another_group_cannot_be_ticked(scene):
    _writer, second, _made, address = scene
    stranger = make.user()
    other = world.in_state(world.resolution(by=stranger, group=make.group(owner=stranger)), "voted")
    row = wait(other, by=stranger)
    assert browser(second).post(address, {"tallies": [row.pk]}).status_code == 422
    row.refresh_from_db()
    assert row.state == "proposed"


def test_board_leads_there_while_something_waits(scene):
    _writer, second, made, address = scene
    board = reverse("shareholder:season-board", args=[made[0].group.slug])
    assert "3 counts wait for a second person" in browser(second).get(board).content.decode()
    browser(second).post(address, {"tallies": [row.tallies.get().pk for row in made]})
    assert address not in browser(second).get(board).content.decode()
    assert "Nothing waits." in browser(second).get(address).content.decode()


def test_list_costs_the_same_for_30(scene):
    writer, second, made, address = scene
    client = browser(second)
    client.get(address)
    before = statements(client, address)
    for number in range(30):
        wait(another(made[0], f"More {number}", by=writer), by=writer)
    assert statements(client, address) == before
