"""Names open when two people agree, where there are two who may open them."""

import pytest

from organize import roles
from organize.actions.groups import change_role, remove_member
from organize.models import Trail
from organize.refusals import Refusal
from petitions.actions import proposals
from petitions.models import Proposal
from tests import make
from tests.factors import Browser
from tests.personas import cast
from tests.petitions import desk, signatories
from tests.petitions.test_desk_wave_read import collecting

pytestmark = pytest.mark.django_db


def asked(files=(1, 3), by="owner", **fields):
    """A wave with all its files, whose opening `by` has asked for: (cast, Made, Wave)."""
    people = cast()
    made, wave = collecting(people, files=files)
    answer = people.client(by).post(desk.url("wave-open", made.letter, 1), fields)
    assert (answer.status_code, answer["Location"]) == (302, desk.url("wave-read", made.letter, 1))
    wave.refresh_from_db()
    assert wave.state == "collecting"
    return people, made, wave


def confirm(people, made, by, name="wave-confirm"):
    return people.client(by).post(desk.url(name, made.letter, 1))


@pytest.mark.parametrize("name", ["wave-confirm", "wave-take-back"])
def test_door(name):
    people, made, _wave = asked()
    desk.check_post_door(name, people, made.letter, 1)
    assert people.client("owner").get(desk.url(name, made.letter, 1)).status_code == 405


def test_second_person_confirms_and_then_it_begins_once():
    people, made, wave = asked()
    page = desk.url("wave-read", made.letter, 1)
    assert "You asked for this." in desk.text(people.client("owner").get(page))
    assert "Confirm and open the names" not in desk.text(people.client("owner").get(page))
    assert "Confirm and open the names" in desk.text(people.client("organizer").get(page))
    assert confirm(people, made, "owner").status_code == 403
    wave.refresh_from_db()
    assert wave.state == "collecting"
    assert confirm(people, made, "organizer").status_code == 302
    wave.refresh_from_db()
    assert wave.state == "opening"
    assert confirm(people, made, "organizer").status_code == 404
    assert {"ask", "confirm", "open"} <= set(desk.trail_of(made.letter))


def test_asking_twice_neither_opens_nor_counts_as_two():
    people, made, wave = asked()
    for persona in ("owner", "organizer"):
        assert people.client(persona).post(desk.url("wave-open", made.letter, 1)).status_code == 409
    wave.refresh_from_db()
    assert wave.state == "collecting" and wave.proposals.count() == 1


def test_either_takes_it_back_and_it_can_be_asked_anew_by_the_other():
    people, made, wave = asked()
    assert confirm(people, made, "organizer", "wave-take-back").status_code == 302
    assert confirm(people, made, "organizer").status_code == 404
    people.client("organizer").post(desk.url("wave-open", made.letter, 1))
    assert confirm(people, made, "owner").status_code == 302
    assert sorted(wave.proposals.values_list("state", flat=True)) == ["confirmed", "withdrawn"]


def test_confirmed_is_what_was_asked():
    people = cast()
    made, wave = collecting(people, files=(1, 3))
    type(wave).objects.filter(pk=wave.pk).update(unopened=2)
    address = desk.url("wave-open", made.letter, 1)
    assert people.client("owner").post(address).status_code == 409
    assert people.client("owner").post(address, {"despite": "1"}).status_code == 302
    assert "although some names would stay closed" in desk.text(
        people.client("organizer").get(desk.url("wave-read", made.letter, 1))
    )
    people.client("organizer").post(desk.url("wave-confirm", made.letter, 1), {"despite": ""})
    wave.refresh_from_db()
    assert (wave.state, wave.despite) == ("opening", True)


@pytest.mark.parametrize("then", ["removed", "lowered"])
def test_who_asked_must_still_be_one_of_the_two(then):
    people, made, wave = asked(by="organizer")
    make.member(people.group, roles.ORGANIZER)
    membership = people.group.memberships.get(user=people.organizer)
    if then == "removed":
        remove_member(membership=membership, by=people.owner, at=make.NOW)
    else:
        change_role(membership=membership, role=roles.VIEWER, by=people.owner, at=make.NOW)
    assert confirm(people, made, "owner").status_code == 409
    wave.refresh_from_db()
    assert wave.state == "collecting"


def test_who_is_left_alone_begins_at_once_and_nothing_stays_asked():
    people, made, wave = asked(by="organizer")
    remove_member(membership=people.group.memberships.get(user=people.organizer), by=people.owner, at=make.NOW)
    assert people.client("owner").post(desk.url("wave-open", made.letter, 1)).status_code == 302
    wave.refresh_from_db()
    assert wave.state == "opening"
    assert Proposal.objects.get().state == "withdrawn"


def test_stale_second_factor_neither_asks_nor_confirms():
    people, made, wave = asked()
    client = Browser()
    client.force_login(people.organizer, ago=301)
    for name in ("wave-confirm", "wave-open"):
        answer = client.post(desk.url(name, made.letter, 1))
        assert answer.status_code == 302 and "second-factor" in answer["Location"]
    wave.refresh_from_db()
    assert wave.state == "collecting"
    assert client.post(desk.url("wave-take-back", made.letter, 1)).status_code == 302  # to stop is always quick
    assert Proposal.objects.get().state == "withdrawn"


def test_of_two_confirmations_one_begins():
    people, _made, wave = asked()
    third = make.member(people.group, roles.ORGANIZER)
    copies = [Proposal.objects.select_related("wave").get() for _person in range(2)]
    given = {"at": signatories.at(6)}
    proposals.confirm_opening(proposal=copies[0], by=people.organizer, **given)
    with pytest.raises(Refusal):
        proposals.confirm_opening(proposal=copies[1], by=third, **given)
    assert Trail.objects.filter(object_id=wave.pk, verb="open").count() == 1


def test_group_is_told_that_a_second_person_is_needed():
    people, _made, _wave = asked()
    assert "A second person must confirm" in desk.text(people.client("organizer").get("/desk/"))
