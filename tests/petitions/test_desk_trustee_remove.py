import pytest

from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    letter = desk.letter_of(people).letter
    desk.check_post_door("trustee-remove", people, letter, 1)
    assert people.client("owner").get(desk.url("trustee-remove", letter, 1)).status_code == 405
    assert people.client("owner").post(desk.url("trustee-remove", letter, 4)).status_code == 404
    assert letter.trustees.count() == 3


@pytest.mark.parametrize("state", LetterState.values)
def test_a_seat_is_taken_away_until_the_freeze_and_never_after(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("trustee-remove", made.letter, 1))
    names = list(made.letter.trustees.values_list("position", "name"))
    if state in ("draft", "inviting", "coded"):
        assert response.status_code == 302
        assert names == [(1, "Bo Lindqvist, engineer"), (2, "Chidi Okafor, shop steward")]
    else:
        assert response.status_code == 409
        assert "Seats can only be changed before the letter is frozen." in desk.text(response)
        assert len(names) == 3
