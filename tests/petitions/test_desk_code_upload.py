import io
import json
import re

import pytest
from django.core.management import call_command

from petitions.models import RosterLeaf
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def send(client, made, content):
    return client.post(desk.url("code-upload", made.letter), {"file": desk.upload("leaves.json", content)})


def leaves(made, number=3, **changes):
    found = {"v": 1, "scope": bytes(made.letter.scope).hex(), "leaves": [f"{at:064x}" for at in range(number)]}
    return json.dumps(found | changes).encode()


def test_door():
    people = cast()
    letter = desk.letter_of(people, "inviting").letter
    desk.check_door("code-upload", people, letter)
    desk.check_post_door("code-upload", people, letter)


def test_leaves_of_the_offline_command_are_taken(tmp_path):
    client, made, _people = desk.scene("inviting")
    page = desk.text(client.get(desk.url("code-upload", made.letter)))
    scope = re.search('<code class="fingerprint">([0-9a-f]{64})</code>', page)[1]
    written, said = tmp_path / "leaves.json", io.StringIO()
    call_command("codes", 20, scope=scope, leaves=written, stdout=said, stderr=io.StringIO())
    assert send(client, made, written.read_bytes()).status_code == 302
    made.letter.refresh_from_db()
    assert (made.letter.state, made.letter.roster_size) == ("coded", 20)
    assert RosterLeaf.objects.filter(letter=made.letter).count() == 20
    assert len(said.getvalue().split()) == 20


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "This is not the text file that was asked for."),
        (b"{}", "This is not the leaves file"),
        (b'{"v": 1, "scope": "00", "leaves": []}', "This is not the leaves file"),
        (b" " * (4 * 1024 * 1024 + 1), "This file is too large"),
    ],
)
def test_what_is_no_leaves_file_gets_a_sentence(content, sentence):
    client, made, _people = desk.scene("inviting")
    response = send(client, made, content)
    assert response.status_code == 400
    assert sentence in desk.text(response)


def test_other_letters_and_repeated_leaves_are_refused():
    client, made, people = desk.scene("inviting")
    other = desk.letter_of(people, "inviting")
    assert "made for another letter" in desk.text(send(client, made, leaves(other)))
    assert send(client, made, leaves(made, leaves=["00" * 32] * 2)).status_code == 400
    assert send(client, made, leaves(made, 0)).status_code == 400
    made.letter.refresh_from_db()
    assert made.letter.state == "inviting"


def test_leaves_are_taken_once():
    client, made, _people = desk.scene("coded")
    assert send(client, made, leaves(made)).status_code == 409
