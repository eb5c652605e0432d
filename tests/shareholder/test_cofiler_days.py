"""Every filer has deadlines of its own, told to it and to those who may read who files; a new lead brings its own."""

import datetime

import pytest
from django.urls import reverse

from shareholder import board_queries, days
from shareholder.actions import filers
from shareholder.models import Resolution
from tests.factors import browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
NOTICED, REPLY = world.day("2026-11-22"), world.day("2026-12-06")
RECEIVED = world.day("2026-11-21")


def step(filing, verb, on, **fields):
    filers.step_filing(filing=filing, verb=verb, on=on, by=None, at=world.NOW, **fields)
    filing.refresh_from_db()


@pytest.fixture
def scene():
    """(personas, resolution whose lead has no defects, the co-filer's filing with defects)"""
    users, made, filing = world.cast()
    step(filing, "send papers", world.FILED_ON)
    step(filing, "receive papers", RECEIVED)
    step(filing, "notice defects", NOTICED, defects="The letter ends a day early.")
    made.refresh_from_db()
    return users, made, filing


def own(user, name="defect_reply"):
    return [(due.day, due.filing and due.filing.goes_by) for due in board_queries.calendar_of(user) if due.name == name]


def test_cofilers_reply_day_is_on_its_page_and_no_other_lead_day_is(scene):
    users, made, filing = scene
    assert made.state == "filed"
    page = browser(users["cofiler"]).get(reverse("shareholder:filing-read", args=[filing.slug])).content.decode()
    assert "Sun, 6 Dec 2026" in page
    assert not [due for due in days.deadlines_of(made) if due.name == "defect_reply"], "the lead has none"
    Resolution.objects.filter(pk=made.pk).update(noticed_on="2026-11-10", received_on="2026-11-05")
    filing.resolution.refresh_from_db()
    found = {due.name: due.day for due in days.deadlines_of(filing.resolution, filing)}
    assert found["defect_reply"] == REPLY
    assert found["defect_notice"] == RECEIVED + datetime.timedelta(days=14)


def test_its_day_is_told_to_those_who_may_read_who_files_and_to_nobody_else(scene):
    users, made, filing = scene
    told = [(REPLY, filing.goes_by)]
    for persona in ("cofiler", "coordinator", "counsel", "lead"):
        assert own(users[persona]) == told, persona
    for persona in ("owner", "organizer", "stranger"):
        assert own(users[persona]) == [], persona
    today = world.day("2026-11-24")
    board = board_queries.board_of(made.group, today, user=users["coordinator"])
    assert (REPLY, filing) in [(due.day, due.filing) for due in board["later"]]
    board = board_queries.board_of(made.group, today, user=users["owner"])
    assert not [due for due in board["later"] + board["week"] + board["late"] if due.filing]
    late, week, _later = board_queries.near_days(made.group, today)
    assert not [due for due in late + week if due.filing]
    address = reverse("shareholder:season-board", args=[made.group.slug])
    assert filing.goes_by in browser(users["coordinator"]).get(address).content.decode()
    assert filing.goes_by not in browser(users["owner"]).get(address).content.decode()
    step(filing, "cure defects", world.day("2026-11-23"))
    assert own(users["cofiler"]) == own(users["coordinator"]) == []


def test_cofiler_learns_nothing_of_another_cofilers_days(scene):
    users, made, filing = scene
    other = world.at_company(made, goes_by="Tern Fund")
    step(other, "receive papers", RECEIVED)
    step(other, "notice defects", world.day("2026-11-23"))
    assert own(users["cofiler"]) == [(REPLY, filing.goes_by)]
    assert own(other.user) == [(REPLY + datetime.timedelta(days=1), "Tern Fund")]


def drop_lead(made):
    lead = made.filings.get(role="lead")
    if lead.state != "deficient":
        step(lead, "notice defects", world.day("2026-11-21"))
    step(lead, "drop", world.day("2026-11-23"))
    made.refresh_from_db()


def promote(filing):
    filers.promote(filing=filing, on=world.day("2026-11-23"), by=None, at=world.NOW)
    row = Resolution.objects.get(pk=filing.resolution_id)
    return row, (row.sent_on, row.received_on, row.noticed_on)


def test_new_lead_with_defects_is_waited_for_by_its_own_days(scene):
    _users, made, filing = scene
    drop_lead(made)
    assert made.state == "deficient", "for the lead that was dropped"
    row, its = promote(filing)
    assert row.state == "deficient", "its defects are not cured either"
    assert its == (world.FILED_ON, RECEIVED, NOTICED)
    assert {due.name: due.day for due in days.deadlines_of(row)}["defect_reply"] == REPLY
    step(filing, "cure defects", world.day("2026-11-23"))
    row.refresh_from_db()
    assert row.state == "cured"


def test_resolution_that_was_filed_waits_for_a_new_lead_with_defects(scene):
    _users, made, filing = scene
    lead = made.filings.get(role="lead")
    step(lead, "withdraw", world.day("2026-11-23"))
    row, _its = promote(filing)
    assert row.state == "deficient"
    assert row.steps.filter(verb="wait for another lead").count() == 1


def test_resolution_goes_on_as_filed_with_a_new_lead_that_stands(scene):
    _users, made, filing = scene
    step(filing, "cure defects", world.day("2026-11-23"))
    drop_lead(made)
    row, its = promote(filing)
    assert (row.state, its) == ("filed", (world.FILED_ON, RECEIVED, NOTICED))
