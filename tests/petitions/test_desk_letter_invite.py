import pytest

from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    letter = desk.letter_of(people).letter
    desk.check_door("letter-invite", people, letter)
    desk.check_post_door("letter-invite", people, letter)


@pytest.mark.parametrize("state", LetterState.values)
def test_trustees_are_invited_once(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("letter-invite", made.letter))
    before, scope = state, made.letter.scope
    made.letter.refresh_from_db()
    if state == "draft":
        assert response.status_code == 302 and response["Location"] == desk.url("trustee-seat", made.letter)
        assert made.letter.state == "inviting" and len(bytes(made.letter.scope)) == 32
    else:
        assert response.status_code == 409
        assert (made.letter.state, bytes(made.letter.scope)) == (before, bytes(scope))


def test_fewer_than_two_trustees_are_refused():
    client, made, _people = desk.scene(seats=1)
    response = client.post(desk.url("letter-invite", made.letter))
    assert response.status_code == 409
    assert "A letter has two to seven trustees." in desk.text(response)
