"""The desk's answer to a dispute: strike the name, or leave it with a reason."""

import pytest

from petitions.actions import disputes
from petitions.models import Dispute, Erratum
from tests.personas import cast
from tests.petitions import desk
from tests.petitions.signatories import at
from tests.petitions.test_desk_name_strike import named

pytestmark = pytest.mark.django_db


def disputed(people):
    """(letter, leaf, Dispute) of a published name that somebody disputes."""
    made, rows = named(people, 2)
    leaf = bytes(rows[0].leaf)
    given = {"facts": made.facts, "leaf": leaf, "kind": "mine", "text": "Not me."}
    return made, leaf, disputes.dispute_name(**given, at=at(1))


def test_door():
    people = cast()
    made, _leaf, dispute = disputed(people)
    desk.check_door("name-decline", people, made.letter, dispute.pk)
    desk.check_post_door("name-decline", people, made.letter, dispute.pk, data={"answer": "No."})
    assert Dispute.objects.get().state == "open"


def test_dispute_is_listed_and_declined_with_a_reason():
    people = cast()
    made, _leaf, dispute = disputed(people)
    client, address = people.client("organizer"), desk.url("name-decline", made.letter, dispute.pk)
    strike = desk.url("name-strike", made.letter)
    assert "Not me." in desk.text(client.get(strike)) and "Not me." in desk.text(client.get(address))
    assert client.post(address, {"answer": ""}).status_code == 400
    assert client.post(address, {"answer": "We asked, it is theirs."}).status_code == 302
    row = Dispute.objects.get()
    assert (row.state, row.answer) == ("declined", "We asked, it is theirs.")
    assert "Not me." not in desk.text(client.get(strike))
    assert desk.trail_of(made.letter)[-1] == "decline"
    assert client.post(address, {"answer": "Again."}).status_code == 409


def test_striking_the_name_settles_its_disputes():
    people = cast()
    made, leaf, _dispute = disputed(people)
    verbs = desk.trail_of(made.letter)
    client, address = people.client("owner"), desk.url("name-strike", made.letter)
    assert client.post(address, {"leaf": leaf.hex(), "reason": "Its owner says so."}).status_code == 302
    assert Dispute.objects.get().state == "struck" and Erratum.objects.count() == 1
    assert desk.trail_of(made.letter) == [*verbs, "strike name"]
    assert "Not me." not in desk.text(client.get(address))
