"""A lost code is made anew, who left comes back, and a seat is taken away; the group's trail says of none who."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from organize import mail
from organize.models import Trail, TypedAsk
from shareholder.actions import filers
from shareholder.models import Filing, Seat
from tests import mailbox, make
from tests.factors import Browser, browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
JOIN, CONFIRM = reverse("shareholder:place-accept"), reverse("shareholder:place-confirm")


@pytest.fixture
def scene():
    """(coordinator, its browser, resolution, a place that is offered with the code "A" * 16)"""
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    given = {"goes_by": "Harbour Pension Fund", "role": "cofiler", "code": "A" * 16}
    return owner, browser(owner), made, filers.invite_filer(resolution=made, **given, by=owner, at=world.NOW)


def renewed(desk, place):
    page = desk.post(reverse("shareholder:code-renew", args=[place.resolution.slug, place.pk]))
    return page, page.content.decode().partition('class="fingerprint">')[2].partition("<")[0]


def test_new_code_is_shown_once_and_ends_the_old_one(scene):
    _owner, desk, made, place = scene
    page, code = renewed(desk, place)
    assert len(code) == 19 and page["Cache-Control"] == "no-store"
    assert code not in desk.get(reverse("shareholder:filer-list", args=[made.slug])).content.decode()
    filer = browser(make.user())
    assert filer.post(JOIN, {"code": "A" * 16}).status_code == 422
    assert filer.post(JOIN, {"code": code}).status_code == 302
    assert renewed(desk, place)[0].status_code == 409, "it is taken"
    assert list(made.steps.filter(filing=place).order_by("number").values_list("verb", flat=True)) == [
        "invite", "renew code", "accept"
    ]  # fmt: skip


def test_new_code_ends_what_somebody_began_with_the_old_one(scene):
    _owner, desk, _made, place = scene
    somebody = Browser()
    assert somebody.post(JOIN, {"code": "A" * 16, "mailbox": "new@filer.example"})["Location"] == CONFIRM
    for pk in TypedAsk.objects.values_list("pk", flat=True):
        mail.send_typed(pk, at=timezone.now())
    mailed = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", mailbox.received()[-1].body)[0]
    assert somebody.get(CONFIRM).status_code == 200
    renewed(desk, place)
    assert somebody.post(CONFIRM, {"code": mailed})["Location"] == JOIN
    place.refresh_from_db()
    assert (place.state, place.user) == ("invited", None)


@pytest.mark.parametrize("state", ["dropped", "withdrawn"])
def test_who_has_left_comes_back_with_a_place_of_its_own(scene, state):
    owner, desk, made, place = scene
    user = make.user()
    filers.accept_place(filing=place, by=user, at=world.NOW)
    address, data = reverse("shareholder:filer-invite", args=[made.slug]), {"goes_by": place.goes_by, "role": "cofiler"}
    assert desk.post(address, data).status_code == 409, "while it takes part"
    Filing.objects.filter(pk=place.pk).update(state=state)
    code = desk.post(address, data).content.decode().partition('class="fingerprint">')[2].partition("<")[0]
    client = browser(user)
    assert client.post(JOIN, {"code": code}).status_code == 302
    again = made.filings.get(user=user, state="accepted")
    page = client.get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert reverse("shareholder:filing-read", args=[again.slug]) in page
    assert reverse("shareholder:filing-read", args=[place.slug]) not in page
    assert desk.post(address, data).status_code == 409, "it has one place at a time"


def test_seat_is_taken_away_and_the_groups_trail_does_not_say_by_whom(scene):
    owner, desk, made, _place = scene
    other = make.member(made.group)
    seat = filers.seat_person(resolution=made, user=other, part="counsel", by=owner, at=world.NOW)
    page = reverse("shareholder:filer-list", args=[made.slug])
    assert browser(other).get(page).status_code == 200
    take = reverse("shareholder:seat-take", args=[made.slug, seat.pk])
    assert browser(other).post(take).status_code == 404, "counsel takes none away"
    assert take in desk.get(page).content.decode()
    assert desk.post(take).status_code == 302
    assert browser(other).get(page).status_code == 404
    assert made.steps.filter(verb="take seat", by=owner).count() == 1
    assert list(Trail.objects.filter(verb="leave seat").values_list("actor", flat=True)) == [None]
    last = Seat.objects.get(resolution=made)
    assert desk.post(reverse("shareholder:seat-take", args=[made.slug, last.pk])).status_code == 409, "the last one"


def test_leaving_a_seat_is_nobodys_in_the_groups_trail(scene):
    owner, _desk, made, _place = scene
    other = make.member(made.group)
    filers.seat_person(resolution=made, user=other, part="counsel", by=owner, at=world.NOW)
    assert browser(other).post(reverse("shareholder:seat-leave", args=[made.slug])).status_code == 302
    assert list(Trail.objects.filter(verb="leave seat").values_list("actor", flat=True)) == [None]
