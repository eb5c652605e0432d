import pytest

from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def send(client, made, position, content):
    posted = {"file": desk.upload("approval.json", content)}
    return client.post(desk.url("trustee-approval", made.letter, position), posted)


def approval_of(made, position):
    return made.trustees[position - 1].approval(position, bytes(made.letter.letter_id or bytes(32)))


def test_door():
    people = cast()
    letter = desk.letter_of(people, "frozen").letter
    desk.check_door("trustee-approval", people, letter, 1)
    desk.check_post_door("trustee-approval", people, letter, 1)


def test_last_approval_approves_the_letter():
    client, made, _people = desk.scene("frozen")
    for position in (3, 1):
        assert send(client, made, position, approval_of(made, position)).status_code == 302
    made.letter.refresh_from_db()
    assert made.letter.state == "frozen"
    assert send(client, made, 2, approval_of(made, 2)).status_code == 302
    made.letter.refresh_from_db()
    assert made.letter.state == "approved"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bytes(range(192, 256)), "is not the"),
        (b"{}", "This is not the approval that a trustee&#x27;s tool wrote."),
        (b'{"trustee": 1, "signature": "00"}', "This is not the approval that a trustee&#x27;s tool wrote."),
        (b'{"trustee": 2, "signature": "' + b"00" * 64 + b'"}', "This approval belongs to another seat."),
        (b'{"trustee": 1, "signature": "' + b"00" * 64 + b'"}', "not this trustee&#x27;s approval of this letter"),
    ],
)
def test_what_is_no_approval_gets_a_sentence(content, sentence):
    client, made, _people = desk.scene("frozen")
    response = send(client, made, 1, content)
    assert response.status_code == 400
    assert sentence in desk.text(response)
    assert made.letter.trustees.get(position=1).state == "keyed"


def test_approval_of_another_letter_is_refused():
    client, made, people = desk.scene("frozen")
    other = desk.letter_of(people, "frozen", title="Another letter")
    content = made.trustees[0].approval(1, bytes(other.letter.letter_id))
    assert send(client, made, 1, content).status_code == 400


@pytest.mark.parametrize("state", sorted(set(LetterState.values) - {"frozen"}))
def test_no_approval_outside_its_time(state):
    client, made, _people = desk.scene(state)
    assert send(client, made, 1, approval_of(made, 1)).status_code == 409
