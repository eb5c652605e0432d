"""Doors: whoever may not, sees exactly what is seen where nothing is."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from organize import roles
from organize.refusals import FactorNeeded
from petitions import access
from petitions.models import Wave
from petitions.states import WaveKind
from tests import make
from tests.petitions import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    owner = make.user()
    group = make.group(owner=owner)
    made = letters.draft(campaign=make.campaign(group=group))
    day = datetime.date(2026, 11, 23)
    Wave.objects.create(
        group=group, letter=made.letter, number=1, kind=WaveKind.EARLY, size=1, root=b"r" * 32, k_notice=25,
        announced_on=day, snapshot_day=day, notice=b"n",
    )  # fmt: skip
    retired = make.member(group, roles.ORGANIZER)
    retired.is_active = False
    people = {
        "owner": owner,
        "organizer": make.member(group, roles.ORGANIZER),
        "reviewer": make.member(group, roles.REVIEWER),
        "viewer": make.member(group, roles.VIEWER),
        "retired": retired,
        "stranger": make.user(),
        "other group": make.member(make.group(name="Other"), roles.OWNER),
        "nobody": AnonymousUser(),
    }
    return made.letter, people


READERS = {"owner", "organizer", "reviewer", "viewer"}
EDITORS = {"owner", "organizer"}
DOORS = {
    access.letter_to_read: (READERS, ()),
    access.letter_to_edit: (EDITORS, ()),
    access.trustee_to_edit: (EDITORS, (2,)),
    access.wave_to_read: (READERS, (1,)),
    access.wave_to_edit: (EDITORS, (1,)),
    access.letter_to_announce: (EDITORS, ()),
    access.letter_to_erase: (EDITORS, ()),
    access.wave_to_open: (EDITORS, (1,)),
}
FRESH = {access.letter_to_announce, access.letter_to_erase, access.wave_to_open}
READING = {access.letter_to_read, access.wave_to_read}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_door_opens_for_exactly_those_who_may(door, world):
    letter, people = world
    allowed, more = DOORS[door]
    for name, person in people.items():
        if name in allowed:
            row = door(person, letter.slug, *more)
            assert row.pk == letter.pk or row.letter == letter
        else:
            with pytest.raises(Http404) as forbidden:
                door(person, letter.slug, *more)
            with pytest.raises(Http404) as missing:
                door(person, "a" * 26, *more)
            assert str(forbidden.value) == str(missing.value) == ""


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_door_to_a_change_asks_for_a_second_factor_and_only_of_those_who_may(door, world):
    letter, people = world
    more, owner, stranger = DOORS[door][1], people["owner"], people["stranger"]
    for age, passes in ((None, READING), (301, set(DOORS) - FRESH), (299, set(DOORS))):
        owner.factor_age = stranger.factor_age = age
        if door in passes:
            door(owner, letter.slug, *more)
        else:
            with pytest.raises(FactorNeeded):
                door(owner, letter.slug, *more)
        with pytest.raises(Http404):
            door(stranger, letter.slug, *more)
    Authenticator.objects.filter(user=owner).delete()
    if door not in READING:
        with pytest.raises(FactorNeeded):  # what was used in this session is gone
            door(owner, letter.slug, *more)


@pytest.mark.parametrize(
    "door", [access.trustee_to_edit, access.wave_to_read, access.wave_to_edit, access.wave_to_open]
)
def test_seat_or_wave_that_is_not_there_is_missing(door, world):
    letter, people = world
    with pytest.raises(Http404):
        door(people["owner"], letter.slug, 9)


def test_public_door_knows_frozen_letters_only():
    made = letters.coded(codes=2)
    for address in ("a" * 32, made.letter.slug, "", "None"):
        for door in (access.letter_on_show, access.letter_to_sign):
            with pytest.raises(Http404):
                door(address)
    letters.freeze(made)
    assert access.letter_on_show(made.letter.address).pk == made.letter.pk
    assert access.letter_to_sign(made.letter.address).pk == made.letter.pk
