"""A challenge never stays open behind a resolution that went on, and a resolution that lives on has no end."""

import pytest
from django.urls import reverse

from shareholder import shelf
from shareholder.actions import challenges, endings, resolutions
from tests import make
from tests.factors import Browser
from tests.shareholder import world
from tests.shareholder.world import NOW, day

pytestmark = pytest.mark.django_db
PAST = {"on": day("2026-11-22"), "by": None, "at": NOW}


@pytest.fixture
def made():
    owner = make.user()
    row, _lead = world.filed(by=owner, group=make.group(owner=owner), user=owner)
    row.owner = owner
    return row


def challenged(made, kind="with"):
    given = {"kind": kind, "bases": ["i7"], "definitive_on": None}
    return challenges.record_challenge(resolution=made, **given, on=world.FILED_ON, by=None, at=NOW)


def in_court(made, verb):
    resolutions.record_step(resolution=made, verb="sue", **PAST)
    return resolutions.record_step(resolution=made, verb=verb, **PAST)


@pytest.mark.parametrize(
    "go_on",
    [
        lambda made: resolutions.record_step(resolution=made, verb="put on ballot", **PAST),
        lambda made: resolutions.record_step(resolution=made, verb="moot", note="It was bought.", **PAST),
        lambda made: endings.withdraw(resolution=made, note="It would be left out.", **PAST),
        lambda made: in_court(made, "win in court"),
        lambda made: in_court(made, "lose in court"),
    ],
)
def test_challenge_is_overtaken_by_whatever_else_ends_it(made, go_on):
    row = challenged(made)
    resolutions.record_step(resolution=made, verb="answer challenge", **PAST)
    row.refresh_from_db()
    assert row.state == "open", "an answer ends nothing"
    go_on(made)
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("overtaken", PAST["on"])
    browser = Browser()
    browser.force_login(made.owner)
    page = browser.get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert "overtaken" in page and reverse("shareholder:challenge-end", args=[made.slug, 1]) not in page


def test_case_that_is_won_takes_the_end_away_in_public_too(made):
    world.edit(made, by=made.owner, listed=True)
    challenges.end_challenge(challenge=challenged(made), verb="leave out unanswered", **PAST)
    made.refresh_from_db()
    assert made.ended_on == PAST["on"]
    assert "resolution-ended" in [event.kind for event in shelf.public_resolutions(made.campaign)["events"]]
    in_court(made, "win in court")
    told = shelf.public_resolutions(made.campaign)
    assert made.ended_on is None
    assert "resolution-ended" not in [event.kind for event in told["events"]]
    assert [(row["live"], row["ended_on"]) for row in told["numbers"]] == [(True, None)]


@pytest.mark.parametrize(("kind", "odd"), [("with", ["no_ruling"]), ("without", ["no_ruling"]), ("i1", [])])
def test_agreement_of_the_staff_with_a_mere_notice_is_told_as_odd(made, kind, odd):
    row = challenged(made, kind)
    browser = Browser()
    browser.force_login(made.owner)
    page = browser.get(reverse("shareholder:challenge-end", args=[made.slug, 1])).content.decode()
    assert ("no view of its own" in page) == bool(odd)
    challenges.end_challenge(challenge=row, verb="staff concurs", **PAST)
    assert made.steps.get(verb="staff concurs").warnings == odd
