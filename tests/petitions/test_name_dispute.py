"""Disputing a published name: a plain form that keeps nothing of who sends it."""

import os

import pytest

from petitions import jobs, names
from petitions.actions import disputes, endings
from petitions.models import Dispute
from tests.petitions.signatories import at, opened
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


def disputed(made, leaf, when):
    said = {"kind": "mine", "text": "I was on leave that day."}
    return disputes.dispute_name(facts=made.facts, leaf=leaf, at=when, **said)


@pytest.mark.parametrize("end", [endings.cancel_letter, endings.destroy_letter])
def test_words_of_disputes_go_at_the_end_of_the_letter_and_the_disputes_stay(end):
    made, leaves = named("Ada Lind", "Bo Lind")
    first = disputed(made, leaves[0], at(1))
    second = disputed(made, leaves[1], at(1))
    disputes.decline_dispute(dispute=second, answer="We spoke.", by=made.by, at=at(2))
    end(letter=made.letter, by=made.by, at=at(3))
    assert set(Dispute.objects.values_list("pk", "text", "answer", "state")) == {
        (first.pk, "", "", "open"), (second.pk, "", "", "declined"),
    }  # fmt: skip


def test_words_that_came_after_the_end_go_a_month_later(run_jobs):
    made, (leaf,) = named("Ada Lind")
    endings.destroy_letter(letter=made.letter, by=made.by, at=at(3))
    late = disputed(made, leaf, at(4))
    for day, words in ((33, late.text), (34, "")):
        jobs.tick(at=at(day))
        assert Dispute.objects.get().text == words
    assert late.text
