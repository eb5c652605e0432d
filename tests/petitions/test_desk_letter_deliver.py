import pytest

from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk, letters

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    letter = desk.letter_of(people, "released").letter
    desk.check_door("letter-deliver", people, letter)
    desk.check_post_door("letter-deliver", people, letter)


@pytest.mark.parametrize("state", LetterState.values)
def test_a_released_letter_with_enough_signatures_is_delivered(state):
    client, made, _people = desk.scene(state)
    if made.letter.address:
        letters.counted(made, live=5)
    response = client.post(desk.url("letter-deliver", made.letter))
    made.letter.refresh_from_db()
    if state == "released":
        assert response.status_code == 302
        assert made.letter.state == "delivered" and made.letter.delivered_on is not None
    else:
        assert response.status_code == 409
        assert made.letter.state == state


def test_too_few_signatures_are_refused_with_both_numbers():
    client, made, _people = desk.scene("released")
    letters.counted(made, live=4)
    response = client.post(desk.url("letter-deliver", made.letter))
    assert response.status_code == 409
    assert "delivered at 5 signatures; the last public count is 4" in desk.text(response)
    made.letter.refresh_from_db()
    assert made.letter.state == "released"
