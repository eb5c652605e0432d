"""Days that follow from rules of other countries: marked wherever they are printed, told to no calendar, never dear."""

import datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from shareholder import board_queries, calendar, days, shelf
from tests import make
from tests.counting import statements
from tests.shareholder import abroad, world
from tests.shareholder.abroad import at_meeting, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return abroad.group()


def test_every_printed_day_of_an_unverified_rule_says_so_with_its_law(scene):
    made = at_meeting(scene)
    due = days.receipt_of(made).day
    pages = {
        "resolution": scene.client.get(reverse("shareholder:resolution-read", args=[made.slug])),
        "board": scene("season-board"),
        "calendar": scene.client.get(reverse("shareholder:calendar-read")),
        "company": scene.client.get(reverse("company", args=[scene.campaign.company.slug])),
        "campaign": scene.client.get(reverse("campaign", args=[scene.campaign.slug])),
    }
    filing = world.filer(made, user=scene.owner, by=scene.owner)
    pages["own page"] = scene.client.get(reverse("shareholder:filing-read", args=[filing.slug]))
    for name, page in pages.items():
        words = text(page)
        written = (f"{due:%-d %b %Y}", f"{due:%-d %B %Y}")
        at = [place for place in range(len(words)) if words.startswith(written, place)]
        assert at, name
        for place in at:
            near = words[place : place + 900]
            assert "unverified" in near and "R. 225-71" in near, name
    near = due - datetime.timedelta(days=3)
    for shelf_of in (shelf.attention_on(scene.group, near), {"template": "shareholder/_shelf_own.html", "items": [
        {"resolution": made, "due": board_queries.next_days([made], near)[made.pk]}]}):  # fmt: skip
        words = render_to_string(shelf_of["template"], shelf_of)
        assert "unverified" in words and "R. 225-71" in words


def test_feed_tells_each_day_once_and_nothing_of_rules(scene):
    at_meeting(scene, country="GB")
    world.country_rule(scene.group, rule="UK-314", by=scene.owner)
    dues = board_queries.calendar_of(scene.owner)
    feed = calendar.calendar(dues, busy=False, at=world.NOW)
    names = [line for line in feed.split("\r\n") if line.startswith("UID:")]
    assert len(names) == len(set(names)) == 4
    for secret in ("verified", "Companies Act", "UK-314", world.RULE["cite"], "Docks"):
        assert secret not in feed


def test_lists_cost_the_same_for_one_and_for_thirty(scene):
    world.country_rule(scene.group, by=scene.owner)
    addresses = [
        reverse("shareholder:season-board", args=[scene.group.slug]), reverse("shareholder:calendar-read"),
        reverse("desk"), reverse("campaign", args=[scene.campaign.slug]),
        reverse("company", args=[scene.campaign.company.slug]),
        reverse("shareholder:resolution-list"),
        reverse("group", args=[scene.group.slug]), reverse("shareholder:rule-list", args=[scene.group.slug]),
    ]  # fmt: skip
    first = at_meeting(scene)
    soon = make.NOW.date() + datetime.timedelta(days=60)
    type(first.meeting).objects.filter(pk=first.meeting.pk).update(on=soon)
    before = [(scene.client.get(one), statements(scene.client, one))[1] for one in addresses]
    for number in range(29):
        at_meeting(scene, title=f"No {number}")
        world.country_rule_added(scene.group, by=scene.owner)
        world.meeting(scene.campaign.company, **abroad.MEETING | {"year": 2030 + number})
    assert [statements(scene.client, one) for one in addresses] == before
