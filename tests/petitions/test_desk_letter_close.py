import pytest

from petitions.states import LETTER_MOVES, LetterState
from tests import make
from tests.personas import cast
from tests.petitions import desk, signatories

pytestmark = pytest.mark.django_db

SENT = {"sure": "on"}
FROM = {str(state) for state in LETTER_MOVES["close"][0]}


def test_door():
    people = cast()
    letter = desk.letter_of(people, "open").letter
    desk.check_door("letter-close", people, letter)
    desk.check_post_door("letter-close", people, letter, data=SENT)
    letter.refresh_from_db()
    assert letter.state == "open"


@pytest.mark.parametrize("state", LetterState.values)
def test_it_happens_from_its_states_only(state):
    if state == "open":
        people = cast()
        made = signatories.opened(campaign=make.campaign(group=people.group), by=people.owner)
        client = people.client("organizer")
    else:
        client, made, _people = desk.scene(state)
    response = client.post(desk.url("letter-close", made.letter), SENT)
    made.letter.refresh_from_db()
    if state in FROM:
        assert response.status_code == 302 and response["Location"] == desk.url("letter-read", made.letter)
        assert made.letter.state == LETTER_MOVES["close"][1]
    else:
        assert response.status_code == 409
        assert made.letter.state == state


def test_nothing_happens_unless_the_box_is_ticked():
    client, made, _people = desk.scene("open")
    response = client.post(desk.url("letter-close", made.letter))
    assert response.status_code == 400
    assert "Tick this first. It cannot be undone." in desk.text(response)
    made.letter.refresh_from_db()
    assert made.letter.state == "open"
