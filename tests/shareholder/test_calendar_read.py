"""A person's calendar feed: what it says, to whom, and when it falls silent."""

import datetime
import re

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from organize.models import Membership
from shareholder import board_queries, calendar
from shareholder.actions import meetings, resolutions
from shareholder.models import Feed
from tests import make
from tests.factors import Browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"http://testserver(/calendar/[a-z2-7]{26}\.ics)")


@pytest.fixture
def owner():
    return make.user()


@pytest.fixture
def made(owner):
    return world.filed(by=owner, group=make.group(owner=owner), user=owner)[0]


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def feed_of(user, **fields):
    page = signed_in(user).post(reverse("shareholder:calendar-read"), fields)
    assert page["Cache-Control"] == "no-store"
    return ADDRESS.search(page.content.decode())[1]


def events(address):
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT"), answer.content.decode()


def test_independent_parser_reads_every_day_with_its_reminders(owner, made):
    found, _text = events(feed_of(owner))
    days = {event["DTSTART"].dt for event in found}
    assert made.meeting.on in days
    for event in found:
        assert type(event["DTSTART"].dt) is datetime.date
        assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(days=1)
        assert not event.errors
        before = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        assert before == [datetime.timedelta(days=-n) for n in (30, 14, 7, 2, 0)]
    assert len({str(event["UID"]) for event in found}) == len(found) > 3


def test_feed_says_a_company_and_nothing_of_a_resolution(owner, made):
    _found, text = events(feed_of(owner))
    assert "Meridian Freight" in text
    for secret in (made.title, made.slug, str(made.pk), "Brendan", owner.mailbox, made.company.slug):
        assert secret not in text


def test_busy_feed_says_nothing_at_all(owner, made):
    found, text = events(feed_of(owner, busy="on"))
    assert {str(event["SUMMARY"]) for event in found} == {"Busy"}
    assert made.company.name not in text
    assert "undersigned" not in text.lower() and "deadline" not in text.lower()
    assert "VALARM" not in text


def test_making_and_ending_a_feed_take_a_second_factor(owner, made):
    address = feed_of(owner)
    late = Browser()
    late.force_login(owner, ago=3600)
    lone = Client()
    lone.force_login(owner)
    for browser, name in ((late, "calendar-read"), (lone, "calendar-read"), (lone, "calendar-end")):
        answer = browser.post(reverse(f"shareholder:{name}"))
        assert "/calendar/" not in answer.content.decode().replace("/shareholder/calendar/", "")
        assert events(address)[0], "the feed that there is goes on"
    assert late.post(reverse("shareholder:calendar-end")).status_code == 302
    assert Client().get(address).status_code == 404


def test_moved_day_keeps_its_identifier_and_raises_its_sequence(owner, made):
    address = feed_of(owner)
    before = {str(event["UID"]): event for event in events(address)[0]}
    moved = {"on": made.meeting.on + datetime.timedelta(days=10)}
    meetings.edit_meeting(meeting=made.meeting, by=owner, at=world.NOW, **moved)
    after = {str(event["UID"]): event for event in events(address)[0]}
    assert set(before) == set(after)
    changed = [uid for uid in after if after[uid]["DTSTART"].dt != before[uid]["DTSTART"].dt]
    assert changed
    assert all(after[uid]["SEQUENCE"] >= before[uid]["SEQUENCE"] for uid in changed)


def test_sequence_grows_with_time_and_tells_of_no_change(owner, made):
    dues = board_queries.calendar_of(owner)
    now = calendar.calendar(dues, busy=False, at=world.NOW)
    resolutions.record_step(resolution=made, verb="engage", on=world.FILED_ON, by=owner, at=world.NOW)
    meetings.edit_meeting(meeting=made.meeting, by=owner, at=world.NOW, stated_where="page 9")
    assert calendar.calendar(board_queries.calendar_of(owner), busy=False, at=world.NOW) == now
    later = calendar.calendar(dues, busy=False, at=world.NOW + datetime.timedelta(seconds=1))
    first, second = (int(re.search(r"SEQUENCE:(\d+)", text)[1]) for text in (now, later))
    assert second == first + 1
    assert calendar.sequence(world.NOW + datetime.timedelta(days=365 * 60)) < 2**31


def test_removed_member_reads_nothing_from_that_moment(made):
    reader = make.member(made.group, role="viewer")
    address = feed_of(reader)
    assert events(address)[0]
    Membership.objects.filter(user=reader).delete()
    assert not events(address)[0]
    reader.is_active = False
    reader.save()
    assert Client().get(address).status_code == 404


def test_ended_and_exchanged_keys_open_nothing(owner, made):
    first = feed_of(owner)
    second = feed_of(owner)
    gone = Client().get(first)
    assert gone.status_code == 404
    assert gone.content == Client().get(f"/calendar/{'a' * 26}.ics").content
    assert events(second)[0]
    signed_in(owner).post(reverse("shareholder:calendar-end"))
    assert Client().get(second).status_code == 404
    assert not Feed.objects.exists()


def test_table_holds_no_key(owner, made):
    key = feed_of(owner)[len("/calendar/") : -len(".ics")]
    row = Feed.objects.get()
    assert len(bytes(row.proof)) == 32
    assert key not in repr([getattr(row, field.attname) for field in Feed._meta.fields])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_name_survives_escaping_and_folding(name):
    line = f"SUMMARY:{calendar.escaped(name)}"
    written = calendar.folded(line)
    assert all(len(part.encode()) <= 75 for part in written.split("\r\n"))
    kept = "".join(one for one in re.sub("\r\n|\r", "\n", name) if one >= " " or one == "\n")
    event = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{written}\r\nEND:VEVENT\r\n")
    assert str(event["SUMMARY"]) == kept
