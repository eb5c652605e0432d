"""Mails before days that are near: off unless turned on, one a day at most, and the same words for everybody."""

import datetime
import zoneinfo

import pytest
from django.urls import reverse

from organize.actions.post import read_mail
from organize.models import Membership, Outgoing
from shareholder import jobs, mail
from shareholder.actions import reminders
from shareholder.models import Meeting, Reminder
from tests import make
from tests.factors import Browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOON = world.NOW.replace(hour=12)


@pytest.fixture
def owner():
    return make.user()


@pytest.fixture
def made(owner):
    """Its only near day is its meeting's, 30 days from now."""
    row = world.resolution(by=owner, group=make.group(owner=owner))
    Meeting.objects.update(on=NOON.date() + 30 * DAY, released_on=None, last_on=None, definitive_on=None)
    return row


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def turned_on(user, at=NOON - DAY):
    reminders.turn_reminders(on=True, by=user, at=at)


def test_nobody_has_a_mail_unasked_and_one_press_ends_them(owner, made):
    assert jobs.remind(NOON) == 0
    browser, turn = signed_in(owner), reverse("shareholder:reminder-turn")
    page = reverse("shareholder:calendar-read")
    assert "They are off." in browser.get(page).content.decode()
    assert browser.post(turn, {"on": "1"}).status_code == 302
    assert browser.post(turn, {"on": "1"}).status_code == 302
    assert "They are on." in browser.get(page).content.decode()
    browser.post(turn)
    assert not Reminder.objects.exists()


def test_turning_them_takes_a_second_factor(made):
    plain = make.member(made.group, factor=False)
    answer = signed_in(plain).post(reverse("shareholder:reminder-turn"), {"on": "1"})
    assert answer.status_code == 302 and "second-factor" in answer["Location"]
    assert not Reminder.objects.exists()


def test_mails_go_out_on_their_days_and_once_a_day(owner, made):
    turned_on(owner)
    sent = [day for day in range(32) if sum(jobs.remind(NOON + day * DAY) for _again in range(3))]
    assert sent == [0, 16, 23, 28, 30]


def test_many_days_are_one_mail(owner, made):
    for number in range(4):
        other = world.resolution(by=owner, campaign=made.campaign, title=f"No {number}", has_meeting=False)
        world.edit(other, by=owner, meeting=made.meeting)
    turned_on(owner)
    assert jobs.remind(NOON) == 1
    assert Outgoing.objects.count() == 1


def test_clock_that_was_away_misses_no_day_and_tells_no_past_one(owner, made):
    turned_on(owner)
    assert jobs.remind(NOON + 3 * DAY) == 1
    turned_on(owner)
    Reminder.objects.update(looked_on=NOON.date())
    assert jobs.remind(NOON + 40 * DAY) == 0, "the meeting is over"


def test_mail_waits_for_the_persons_own_morning(owner, made):
    owner.time_zone = "Pacific/Auckland"
    owner.save()
    zone = zoneinfo.ZoneInfo("Pacific/Auckland")
    Meeting.objects.update(on=NOON.astimezone(zone).date() + 31 * DAY)
    turned_on(owner)
    morning = (NOON.astimezone(zone) + DAY).replace(hour=7, minute=0)
    assert jobs.remind(morning - datetime.timedelta(minutes=1)) == 0
    assert jobs.remind(morning) == 1


def test_mail_says_nothing_and_the_same_to_everybody(owner, made):
    member = make.member(made.group, role="viewer")
    for user in (owner, member):
        turned_on(user)
    assert jobs.remind(NOON) == 2
    mails = [read_mail(row=row) for row in Outgoing.objects.all()]
    assert {one["to"] for one in mails} == {owner.mailbox, member.mailbox}
    assert len({(one["subject"], one["text"]) for one in mails}) == 1
    words = mail.reminder()
    theirs = (made.title, made.company.name, made.group.name, made.slug)
    for secret in (*theirs, "shareholder", "resolution", "Undersigned"):
        assert secret.lower() not in f"{words['subject']} {words['text']}".lower()
    assert not [digit for digit in words["text"].split("http")[0] if digit.isdigit()]
    assert words["text"].count("http") == 1


def test_failure_about_one_stops_no_other(owner, made):
    member = make.member(made.group, role="viewer")
    for user in (owner, member):
        turned_on(user)
    type(owner).objects.filter(pk=owner.pk).update(time_zone="No/Such")
    with pytest.raises(ExceptionGroup):
        jobs.remind(NOON)
    assert read_mail(row=Outgoing.objects.get())["to"] == member.mailbox


def test_whoever_has_gone_is_reminded_of_nothing(owner, made):
    member, idle = make.member(made.group, role="viewer"), make.member(made.group)
    for user in (member, idle):
        turned_on(user)
    Membership.objects.filter(user=member).delete()
    idle.is_active = False
    idle.save()
    assert jobs.remind(NOON) == 0
    assert Reminder.objects.get(user=member).looked_on == NOON.date()
    idle.delete()
    assert not Reminder.objects.filter(user=idle.pk).exists()
