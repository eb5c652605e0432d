import json

import pytest

from petitions.sealing.trustee import read_draft
from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    letter = desk.letter_of(people, "inviting").letter
    desk.check_door("trustee-draft", people, letter, 1)
    assert people.client("owner").get(desk.url("trustee-draft", letter, 4)).status_code == 404


def test_tool_reads_the_file_that_is_offered():
    client, made, _people = desk.scene("inviting")
    response = client.get(desk.url("trustee-draft", made.letter, 2))
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="draft-2.json"'
    assert "no-store" in response["Cache-Control"]
    draft = read_draft(response.content)
    assert draft == json.loads(response.content)
    assert draft["trustee"] == "Bo Lindqvist, engineer"
    assert (draft["n"], draft["t"], draft["scope"]) == (3, 2, bytes(made.letter.scope).hex())


def test_no_file_before_the_invitation():
    client, made, _people = desk.scene(LetterState.DRAFT)
    response = client.get(desk.url("trustee-draft", made.letter, 1))
    assert response.status_code == 409
    assert "Invite the trustees first" in desk.text(response)
