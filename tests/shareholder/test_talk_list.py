"""Talks with a company: who reads an entry, what may not be kept, what is still to be done, and when it is erased."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from organize.actions.retention import erase_due, set_retention
from organize.refusals import Refusal
from shareholder import shelf, talk_queries
from shareholder.actions import talks
from shareholder.models import Step, Talk
from tests import make
from tests.counting import statements
from tests.factors import browser as client
from tests.shareholder import everywhere, world

pytestmark = pytest.mark.django_db
SAID = "They will publish the audit."


def page_of(user, made):
    return client(user).get(reverse("shareholder:talk-list", args=[made.slug])).content.decode()


def test_entry_is_read_by_those_it_names_and_the_narrowest_is_the_default():
    users, made, _filing = world.cast()
    readers = {
        "lead": {"coordinator", "counsel", "lead"},
        "filers": {"coordinator", "counsel", "lead", "cofiler"},
        "network": {"coordinator", "counsel", "lead", "cofiler", "owner", "organizer"},
    }
    for audience, who in readers.items():
        row = world.talk(made, by=users["coordinator"], audience=audience, summary=SAID)
        found = {name for name, user in users.items() if name != "stranger" and SAID in page_of(user, made)}
        assert found == who, audience
        row.delete()
    form = client(users["lead"]).get(reverse("shareholder:talk-write", args=[made.slug])).context["form"]
    assert form["audience"].value() == "lead"


def test_cofilers_and_members_do_not_learn_that_there_is_an_entry():
    users, made, _filing = world.cast()
    row = world.talk(made, by=users["coordinator"], follow_up="Write", follow_up_on=world.DAY)
    talks.follow_talk(talk=row, by=users["coordinator"], at=world.NOW)
    talks.remove_talk(talk=row, by=users["coordinator"], at=world.NOW)
    desk = reverse("shareholder:resolution-read", args=[made.slug])
    for name, knows in (("coordinator", True), ("lead", True), ("cofiler", False), ("owner", False)):
        shown = client(users[name]).get(desk).content.decode()
        assert ("A talk with the company was written down" in shown) is knows, name
        assert ("What was to be done after a talk is done" in shown) is knows, name
    assert set(Step.objects.filter(verb__endswith=" talk").values_list("on", flat=True)) == {world.DAY}
    trail = client(users["owner"]).get(reverse("trail", args=[made.group.slug])).content.decode()
    assert "talk" not in trail


def test_nothing_is_kept_of_what_was_said_off_the_record():
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    address = reverse("shareholder:talk-write", args=[made.slug])
    data = {"on": world.DAY, "with_whom": ["board"], "confidence": "off", "audience": "lead"}
    answer = client(owner).post(address, data | {"summary": SAID})
    assert answer.status_code == 422 and "leave its words out" in answer.content.decode()
    assert everywhere.tables_with(SAID) == set()
    with pytest.raises(Refusal, match="leave its words out"):
        world.talk(made, by=owner, confidence="off", follow_up="Ask again", summary="")
    assert client(owner).post(address, data).status_code == 302
    row = Talk.objects.get()
    assert (row.on, row.summary, row.asks) == (world.DAY, "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.update(summary=SAID)
    world.talk(made, by=owner, summary=SAID)
    assert everywhere.tables_with(SAID) == {"shareholder_talk"}, "what may be kept is found where it is"


def test_what_is_to_be_done_is_on_the_desk_of_those_who_work_on_it_until_it_is_done():
    users, made, _filing = world.cast()
    today = world.DAY
    world.talk(made, by=users["lead"], follow_up="Send the report", follow_up_on=today + datetime.timedelta(10))
    world.talk(made, by=users["lead"], follow_up="Far away", follow_up_on=today + datetime.timedelta(40))
    for name, number in (("lead", 1), ("coordinator", 1), ("counsel", 1), ("cofiler", 0), ("owner", 0)):
        assert len(talk_queries.follow_ups_of(users[name], today)) == number, name
    row = talk_queries.follow_ups_of(users["lead"], today).get()
    address = reverse("shareholder:talk-follow", args=[made.slug, row.pk])
    assert client(users["lead"]).post(address).status_code == 302
    assert client(users["lead"]).post(address).status_code == 409
    assert list(talk_queries.follow_ups_of(users["lead"], today)) == []


def test_desk_says_the_resolution_and_the_day_and_no_word_of_the_talk():
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    world.talk(made, by=owner, follow_up="Send the report", follow_up_on=world.DAY)
    assert [talk.resolution for talk in shelf.follow_ups(owner)["items"]] == [made]
    shown = client(owner).get(reverse("desk")).content.decode()
    assert "After talks with companies" in shown and made.title in shown
    assert "Send the report" not in shown and "They listened." not in shown


def test_talks_are_erased_by_the_groups_own_time_but_not_before_what_follows():
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    long_ago, ahead = world.DAY - datetime.timedelta(31), world.DAY + datetime.timedelta(1)
    for fields in ({}, {"follow_up_on": long_ago}, {"follow_up_on": ahead}):
        world.talk(made, by=owner, on=long_ago, **fields)
    world.talk(made, by=owner, on=world.DAY)
    erase_due(group=made.group, at=world.NOW)
    assert Talk.objects.count() == 4, "180 days unless the group chose otherwise"
    set_retention(group=made.group, days={"talks": 30}, by=owner, at=world.NOW)
    erase_due(group=made.group, at=world.NOW)
    assert sorted((row.on, row.follow_up_on) for row in Talk.objects.all()) == [(long_ago, ahead), (world.DAY, None)]


def test_talks_go_with_their_resolution():
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    world.talk(made, by=owner, summary=SAID)
    made.delete()
    assert everywhere.tables_with(SAID) == set()


def test_list_costs_the_same_with_thirty_talks():
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    browser, counts = client(owner), []
    for many in (1, 29):
        for _number in range(many):
            world.talk(made, by=owner)
        counts.append(statements(browser, reverse("shareholder:talk-list", args=[made.slug])))
    assert counts[0] == counts[1]
