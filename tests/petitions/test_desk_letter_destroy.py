import pytest

from petitions.states import LETTER_MOVES, LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db

SENT = {"sure": "on"}
FROM = {str(state) for state in LETTER_MOVES["destroy"][0]}


def test_door():
    people = cast()
    letter = desk.letter_of(people, "released").letter
    desk.check_door("letter-destroy", people, letter)
    desk.check_post_door("letter-destroy", people, letter, data=SENT)
    letter.refresh_from_db()
    assert letter.state == "released"


@pytest.mark.parametrize("state", LetterState.values)
def test_it_happens_from_its_states_only(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("letter-destroy", made.letter), SENT)
    made.letter.refresh_from_db()
    if state in FROM:
        assert response.status_code == 302 and response["Location"] == desk.url("letter-read", made.letter)
        assert made.letter.state == LETTER_MOVES["destroy"][1]
    else:
        assert response.status_code == 409
        assert made.letter.state == state


def test_nothing_happens_unless_the_box_is_ticked():
    client, made, _people = desk.scene("released")
    response = client.post(desk.url("letter-destroy", made.letter))
    assert response.status_code == 400
    assert "Tick this first. It cannot be undone." in desk.text(response)
    made.letter.refresh_from_db()
    assert made.letter.state == "released"
