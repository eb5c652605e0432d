import json

import pytest

from petitions.actions import trustees
from petitions.models import Trustee
from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def join_of(made, position, **changes):
    seat = Trustee.objects.select_related("letter").get(letter=made.letter, position=position)
    return made.trustees[position - 1].join(json.loads(trustees.draft_file(seat)), **changes)


def send(client, made, position, content=None, *, way="tool", text=""):
    posted = {"way": way, "text": text}
    if content is not None:
        posted["file"] = desk.upload("join.json", content)
    return client.post(desk.url("trustee-key", made.letter, position), posted)


def test_door():
    people = cast()
    letter = desk.letter_of(people, "inviting").letter
    desk.check_door("trustee-key", people, letter, 1)
    desk.check_post_door("trustee-key", people, letter, 1)


@pytest.mark.parametrize("as_file", [True, False])
def test_key_is_taken_from_a_file_or_from_its_text(as_file):
    client, made, _people = desk.scene("inviting")
    join = join_of(made, 2)
    parts = {"content": join} if as_file else {"text": join.decode()}
    response = send(client, made, 2, way="offline", **parts)
    assert response.status_code == 302
    seat = made.letter.trustees.get(position=2)
    assert (seat.state, seat.way) == ("keyed", "offline")
    assert bytes(seat.ed25519).hex() == json.loads(join)["ed25519"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00binary", "This is not the text file that was asked for."),
        (b'{"a": "\x00"}', "This is not the text file that was asked for."),
        (b"hello", "This is not the key file that a trustee&#x27;s tool wrote."),
        (b"{}", "This is not the key file that a trustee&#x27;s tool wrote."),
        (b"[" * 60_000, "This is not the key file that a trustee&#x27;s tool wrote."),
        (b" " * (64 * 1024 + 1), "This file is too large"),
        (b"", "The submitted file is empty."),
        (None, "Choose the file, or paste its text."),
    ],
)
def test_what_is_not_a_key_gets_a_sentence(content, sentence):
    client, made, _people = desk.scene("inviting")
    response = send(client, made, 1, content, way="offline")
    assert response.status_code == 400
    assert sentence in desk.text(response)
    assert 'value="offline" ' in desk.text(response).split("checked")[0][-200:], "the choice stays chosen"
    assert made.letter.trustees.get(position=1).state == "invited"


def test_file_and_text_together_are_refused():
    client, made, _people = desk.scene("inviting")
    join = join_of(made, 1)
    response = send(client, made, 1, join, text=join.decode())
    assert response.status_code == 400
    assert "Give the file or its text, not both." in desk.text(response)


def test_key_of_another_letter_or_name_is_refused():
    client, made, people = desk.scene("inviting")
    other = desk.letter_of(people, "inviting")
    assert "made for another letter" in desk.text(send(client, made, 1, join_of(other, 1)))
    assert "belongs to another seat" in desk.text(send(client, made, 1, join_of(made, 2)))
    assert made.letter.trustees.get(position=1).state == "invited"


def test_only_fewer_than_needed_may_use_a_served_page():
    client, made, _people = desk.scene("inviting")
    assert send(client, made, 1, join_of(made, 1), way="served").status_code == 302
    response = send(client, made, 2, join_of(made, 2), way="served")
    assert response.status_code == 400
    assert "it could open the names alone" in desk.text(response)


@pytest.mark.parametrize("state", sorted(set(LetterState.values) - {"inviting", "coded"}))
def test_no_key_outside_its_time(state):
    client, made, people = desk.scene(state)
    other = desk.letter_of(people, "inviting")
    response = send(client, made, 1, join_of(other, 1))
    assert response.status_code == 409
    assert "Keys are taken after the invitation and before the freeze." in desk.text(response)
