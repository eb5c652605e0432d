import pytest

from petitions.models import Trustee
from petitions.sealing.trustee import key_fingerprint
from petitions.states import WRITTEN, LetterState
from tests.personas import cast
from tests.petitions import desk, letters

pytestmark = pytest.mark.django_db

SEAT = {"name": "Dana Weiss, notary", "contact": "Hill Street 4", "url": "https://weiss.example/letters"}


def test_door():
    people = cast()
    letter = desk.letter_of(people).letter
    desk.check_door("trustee-seat", people, letter)
    desk.check_post_door("trustee-seat", people, letter, data=SEAT)


@pytest.mark.parametrize("state", LetterState.values)
def test_seats_are_added_until_the_freeze_and_never_after(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("trustee-seat", made.letter), SEAT)
    if state in WRITTEN:
        assert response.status_code == 302
        assert Trustee.objects.get(letter=made.letter, position=4).name == SEAT["name"]
    else:
        assert response.status_code == 409
        assert made.letter.trustees.count() == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"contact": ""}, "This field is required."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"url": "http://weiss.example/"}, "beginning with https://"),
        ({"url": "javascript:alert(1)"}, "beginning with https://"),
        ({"name": "Dana\u202eWeiss"}, "one line of plain text"),
        ({"contact": "a\x00b"}, "one line of plain text"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(changes, sentence):
    client, made, _people = desk.scene()
    response = client.post(desk.url("trustee-seat", made.letter), SEAT | changes)
    assert response.status_code == 400
    assert sentence in desk.text(response)
    assert (SEAT["contact"] if "contact" not in changes else SEAT["name"]) in desk.text(response)
    assert made.letter.trustees.count() == 3


def test_no_eighth_seat():
    client, made, _people = desk.scene(seats=7)
    assert "Seven seats are the most there can be." in desk.text(client.get(desk.url("trustee-seat", made.letter)))
    assert client.post(desk.url("trustee-seat", made.letter), SEAT).status_code == 409


def test_fingerprint_of_a_key_is_the_one_that_the_tool_prints():
    client, made, _people = desk.scene("inviting")
    address = desk.url("trustee-seat", made.letter)
    assert "Fingerprint of their key" not in desk.text(client.get(address))
    seat = letters.give_key(made, 1)
    page = desk.text(client.get(address))
    assert key_fingerprint(bytes(seat.ed25519), bytes(seat.xwing)) in page
    assert page.count("Fingerprint of their key") == 1
