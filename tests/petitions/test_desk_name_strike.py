import os

import pytest

from petitions import names
from petitions.models import Erratum, PublishedName
from tests.counting import statements
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def named(people, number=3):
    """An open letter with published names, and their rows in order."""
    made = desk.letter_of(people, "open")
    spelled = [names.spelled({"name": f"Person {at:03}"}) for at in range(number)]
    names.publish(made.letter, None, [(os.urandom(32), 0, identity) for identity in spelled])
    return made, list(PublishedName.objects.filter(letter=made.letter).order_by("sort_key"))


def test_door():
    people = cast()
    made, rows = named(people)
    desk.check_door("name-strike", people, made.letter)
    posted = {"leaf": bytes(rows[0].leaf).hex(), "reason": "Not theirs."}
    desk.check_post_door("name-strike", people, made.letter, data=posted)
    assert not Erratum.objects.exists()


def test_disputed_name_is_struck_with_its_reason_and_stays_readable():
    people = cast()
    made, rows = named(people)
    client, address = people.client("organizer"), desk.url("name-strike", made.letter)
    leaf = bytes(rows[1].leaf).hex()
    page = desk.text(client.get(address))
    assert f"?leaf={leaf}" in page and "Strike this name" not in page
    assert "Mark “Person 001” as disputed" in desk.text(client.get(f"{address}?leaf={leaf}"))
    assert client.post(address, {"leaf": leaf, "reason": "The person says it is not theirs."}).status_code == 302
    page = desk.text(client.get(address))
    assert "<s><bdi>Person 001</bdi></s>" in page
    assert "The person says it is not theirs." in page
    assert client.post(address, {"leaf": leaf, "reason": "Again."}).status_code == 409


def test_what_cannot_be_struck_gets_a_sentence():
    people = cast()
    made, rows = named(people)
    other, foreign = named(people)
    client, address = people.client("owner"), desk.url("name-strike", made.letter)
    leaf = bytes(rows[0].leaf).hex()
    for reason in ("", "x" * 501, "a\u202eb"):
        response = client.post(address, {"leaf": leaf, "reason": reason})
        assert response.status_code == 400
        assert "Mark “Person 000” as disputed" in desk.text(response), "the name stays chosen"
    assert client.post(address, {"leaf": bytes(foreign[0].leaf).hex(), "reason": "No."}).status_code == 404
    for leaf in ("zz", "00"):
        assert client.get(f"{address}?leaf={leaf}").status_code == 404
        assert client.post(address, {"leaf": leaf, "reason": "No."}).status_code == 404
    assert not Erratum.objects.exists()


def test_names_are_read_a_page_at_a_time_in_their_order():
    people = cast()
    made, rows = named(people, 205)
    client, address, seen = people.client("owner"), desk.url("name-strike", made.letter), []
    follow = address
    while follow:
        response = client.get(follow)
        seen += [one.name for one, _tier, _leaf, _erratum in response.context["rows"]]
        following = response.context["following"]
        follow = f"{address}?after={following}" if following else ""
    assert seen == [row.identity["name"] for row in rows] == [f"Person {at:03}" for at in range(205)]


def test_queries_do_not_grow_with_names():
    people = cast()
    one, _rows = named(people, 1)
    many, _rows = named(people, 30)
    client = people.client("owner")
    few = statements(client, desk.url("name-strike", one.letter))
    assert statements(client, desk.url("name-strike", many.letter)) == few


def test_envelope_without_a_name_is_not_listed():
    people = cast()
    made, _rows = named(people, 0)
    names.publish(made.letter, None, [(os.urandom(32), 3, names.NOBODY)])
    page = desk.text(people.client("owner").get(desk.url("name-strike", made.letter)))
    assert "No name is published yet" in page
