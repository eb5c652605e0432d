"""Disputing a published name: a plain form that keeps nothing of who sends it."""

import os

import pytest

from petitions import names
from petitions.models import Dispute
from tests.petitions.signatories import opened
from tests.petitions.visits import rows, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_day")]


def named(*people):
    """An open letter on which these are named, and their leaves."""
    made, leaves = opened(), [os.urandom(32) for _ in people]
    spelled = [(leaf, 3, names.spelled({"name": name})) for leaf, name in zip(leaves, people, strict=True)]
    names.publish(made.letter, None, spelled)
    return made, leaves


def test_anyone_can_dispute_a_name_and_nothing_of_them_is_kept(client):
    made, (leaf,) = named("Ada Lind")
    address = url("name-dispute", made, leaf.hex())
    assert address in text(client.get(url("name-list", made)))
    first, again = client.get(address), client.get(address, headers={"Cookie": "sid=1", "Accept-Language": "de"})
    assert first.content == again.content and not first.cookies and "Ada Lind" in text(first)
    headers = {"User-Agent": "Canary/1", "Referer": "https://canary.example/", "Cookie": "canary=1"}
    said = {"kind": "mine", "text": "I was on leave that day."}
    answer = client.post(address, said, headers=headers, REMOTE_ADDR="203.0.113.77")
    assert answer.status_code == 200 and "The organizers will see it." in text(answer)
    assert not answer.cookies
    row = Dispute.objects.get()
    assert (row.kind, row.text, bytes(row.leaf), row.state) == ("mine", said["text"], leaf, "open")
    columns = {field.name for field in Dispute._meta.fields}
    assert columns == {"id", "group", "letter", "leaf", "kind", "text", "state", "day", "answer"}
    kept = repr(rows())
    assert said["text"] in kept
    assert not any(trace in kept for trace in ("Canary", "canary", "203.0.113.77"))


def test_what_cannot_be_taken_gets_a_sentence_and_is_not_lost(client):
    made, (leaf,) = named("Ada Lind")
    address = url("name-dispute", made, leaf.hex())
    for wrong in ({}, {"kind": "x"}, {"kind": "mine", "text": "y" * 501}, {"kind": "mine", "text": "a\u202eb"}):
        answer = client.post(address, wrong)
        assert answer.status_code == 400
        assert wrong.get("text", "") in text(answer)
    assert client.get(url("name-dispute", made, "00" * 32)).status_code == 404
    other, (foreign,) = named("Bo Lind")
    assert client.post(url("name-dispute", made, foreign.hex()), {"kind": "mine"}).status_code == 404
    assert not Dispute.objects.exists()


def test_one_name_is_not_disputed_without_end(client):
    made, (leaf,) = named("Ada Lind")
    address = url("name-dispute", made, leaf.hex())
    answers = [client.post(address, {"kind": "other"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [409]


def test_envelope_without_a_name_cannot_be_disputed(client):
    made, _leaves = named()
    leaf = os.urandom(32)
    names.publish(made.letter, None, [(leaf, 3, names.NOBODY)])
    assert client.get(url("name-dispute", made, leaf.hex())).status_code == 404
