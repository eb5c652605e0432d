import pytest
from django.utils import timezone

from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def sent(**changes):
    return {"answered_on": timezone.now().date().isoformat(), "answer": "A second person, from February."} | changes


def test_door():
    people = cast()
    letter = desk.letter_of(people, "delivered").letter
    desk.check_door("letter-answer", people, letter)
    desk.check_post_door("letter-answer", people, letter, data=sent())


@pytest.mark.parametrize("state", LetterState.values)
def test_a_delivered_letter_is_answered(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("letter-answer", made.letter), sent())
    made.letter.refresh_from_db()
    if state == "delivered":
        assert response.status_code == 302
        assert (made.letter.state, made.letter.answer) == ("answered", "A second person, from February.")
        assert "A second person, from February." in desk.text(client.get(desk.url("letter-read", made.letter)))
    else:
        assert response.status_code == 409
        assert made.letter.state == state


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answer": ""}, "This field is required."),
        ({"answer": "x" * 20_001}, "at most 20000 characters"),
        ({"answer": "a\u200bb"}, "a mark that cannot be seen"),
        ({"answered_on": "yesterday"}, "Enter a valid date."),
        ({"answered_on": "2999-01-01"}, "The answer cannot come from a later day than today."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(changes, sentence):
    client, made, _people = desk.scene("delivered")
    response = client.post(desk.url("letter-answer", made.letter), sent(**changes))
    assert response.status_code == 400
    assert sentence in desk.text(response)
    if "answer" not in changes:
        assert "A second person, from February." in desk.text(response)
    made.letter.refresh_from_db()
    assert made.letter.state == "delivered"
