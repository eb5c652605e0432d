"""Who leads is decided by whoever coordinates, once, and by nobody who acts for one of the filers."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from organize.refusals import Refusal
from shareholder.actions import filers
from shareholder.models import Filing
from tests import make
from tests.factors import browser
from tests.shareholder import world

DROP = {"verb": "drop", "on": "2026-11-21"}


@pytest.fixture
def scene(db):
    """(personas, resolution, its lead's filing, the co-filer's at the company)"""
    users, made, filing = world.cast()
    Filing.objects.filter(pk=filing.pk).update(state="received")
    return users, made, made.filings.get(role="lead"), filing


def step_of(filing):
    return reverse("shareholder:filing-step", args=[filing.resolution.slug, filing.pk])


def promote_of(filing):
    return reverse("shareholder:filing-promote", args=[filing.resolution.slug, filing.pk])


def test_counsel_neither_drops_the_lead_nor_makes_another_one(scene):
    users, made, lead, filing = scene
    counsel, desk = browser(users["counsel"]), browser(users["coordinator"])
    for verb in ("drop", "withdraw"):
        for state in ("accepted", "deficient", "sent"):
            Filing.objects.filter(pk=lead.pk).update(state=state)
            assert counsel.post(step_of(lead), DROP | {"verb": verb}).status_code == 422, (verb, state)
    Filing.objects.filter(pk=lead.pk).update(user=None, is_kept=True)
    assert counsel.post(step_of(lead), DROP).status_code == 422, "whether or not an account is behind it"
    page = reverse("shareholder:filer-list", args=[made.slug])
    assert "Make it the lead" not in desk.get(page).content.decode(), "there is one"
    Filing.objects.filter(pk=lead.pk).update(state="dropped")
    assert desk.get(page).content.decode().count("Make it the lead") == 1, "one whose papers are there"
    assert "Make it the lead" not in counsel.get(page).content.decode()
    assert counsel.post(promote_of(filing)).status_code == 404
    assert desk.post(promote_of(filing)).status_code == 302
    assert made.filings.get(role="lead", state="received") == filing


@pytest.mark.parametrize("state", ["sent", "received", "cured", "valid"])
def test_coordinator_does_not_drop_whoever_stands_at_the_company(scene, state):
    users, _made, _lead, filing = scene
    desk = browser(users["coordinator"])
    Filing.objects.filter(pk=filing.pk).update(state=state)
    assert desk.post(step_of(filing), DROP).status_code == 422
    Filing.objects.filter(pk=filing.pk).update(user=None, is_kept=True)
    assert desk.post(step_of(filing), DROP).status_code == 302, "its papers are kept at the desk"


@pytest.mark.parametrize("state", ["accepted", "papers", "packet", "deficient"])
def test_coordinator_drops_whoever_does_nothing_or_left_a_defect(scene, state):
    users, _made, _lead, filing = scene
    Filing.objects.filter(pk=filing.pk).update(state=state)
    assert browser(users["coordinator"]).post(step_of(filing), DROP).status_code == 302
    filing.refresh_from_db()
    assert filing.state == "dropped"


def test_filer_who_has_sent_meanwhile_is_not_dropped(scene):
    users, _made, _lead, filing = scene
    given = {"verb": "drop", "on": world.FILED_ON, "by": users["coordinator"], "at": world.NOW}
    with pytest.raises(Refusal) as refusal:
        filers.step_filing(filing=filing, only=frozenset({"accepted"}), **given)
    assert refusal.value.status == 409
    filing.refresh_from_db()
    assert filing.state == "received"


def together(*calls):
    """What each of `calls` came to, all begun at once on connections of their own: "done", or the status of its no."""
    start, came = threading.Barrier(len(calls)), []

    def run(call):
        try:
            start.wait(10)
            call()
            came.append("done")
        except Refusal as refusal:
            came.append(refusal.status)
        except Exception as failure:  # noqa: BLE001  compared below
            came.append(repr(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(came, key=str)


def without_lead():
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    return made, [world.filer(made, goes_by=name) for name in ("Harbour Pension Fund", "Tern Fund")]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_promotions_and_an_invitation_at_once_one_leads():
    for _turn in range(6):
        made, (one, other) = without_lead()
        calls = [
            lambda row=row: filers.promote(
                filing=Filing.objects.get(pk=row.pk), on=world.FILED_ON, by=None, at=world.NOW
            )
            for row in (one, other)
        ]
        code = f"code{_turn}"
        calls.append(
            lambda made=made, code=code: filers.invite_filer(
                resolution=made, goes_by="Heron Fund", role="lead", code=code, by=None, at=world.NOW
            )
        )
        assert together(*calls) == [409, 409, "done"]
        assert made.filings.filter(role="lead").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_type_one_code_at_once_one_has_the_place():
    made, _rows = without_lead()
    given = {"goes_by": "Heron Fund", "role": "cofiler", "code": "heron", "by": None, "at": world.NOW}
    place = filers.invite_filer(resolution=made, **given)
    people = [make.user(), make.user()]
    calls = [
        lambda user=user: filers.accept_place(filing=Filing.objects.get(pk=place.pk), by=user, at=world.NOW)
        for user in people
    ]
    assert together(*calls) == [409, "done"]
    place.refresh_from_db()
    assert place.user in people


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_places_taken_by_one_person_at_once_one_is_theirs():
    made, _rows = without_lead()
    user, places = make.user(), []
    for name in ("Heron Fund", "Egret Fund"):
        given = {"goes_by": name, "role": "cofiler", "code": name, "by": None, "at": world.NOW}
        places.append(filers.invite_filer(resolution=made, **given))
    calls = [
        lambda row=row: filers.accept_place(filing=Filing.objects.get(pk=row.pk), by=user, at=world.NOW)
        for row in places
    ]
    assert together(*calls) == [409, "done"]
    assert made.filings.filter(user=user).count() == 1
