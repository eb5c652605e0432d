"""POST blobs.bin: the sealed envelopes, for a trustee who signs for them today, and for nobody else."""

import datetime

import pytest

from petitions.sealing import release
from petitions.sealing.encoding import day_number
from petitions.sealing.entries import COUNT_ONLY
from tests.petitions import letters
from tests.petitions.signatories import at, crowd, opened
from tests.petitions.visits import check_refused, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_day")]
TODAY = at(0).date().isoformat()


def asked(made, position=1, day=TODAY, keys=None, letter=None):
    identity = (keys or made.trustees[position - 1]).identity
    proof = release.fetch_signature(identity, (letter or made).facts.letter_id, day_number(day))
    return {"trustee": str(position), "day": day, "signature": proof.hex()}


def content(answer):
    return b"".join(answer.streaming_content)


def signed_and_published():
    from petitions import jobs

    made = opened()
    people = crowd(made, 4, 3) + crowd(made, 2, COUNT_ONLY)
    jobs.tick(at=at(1))
    return made, people[:4]


def test_trustee_gets_every_live_envelope_by_leaf(client):
    made, people = signed_and_published()
    answer = client.post(url("letter-blobs", made), asked(made, 2))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    rows = sorted((person.leaf, person.sent[1]) for person in people)
    assert content(answer) == b"".join(leaf + blob for leaf, blob in rows)
    assert not answer.cookies


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_signature_of_today_or_a_day_beside_it_is_taken(client, days):
    made = letters.frozen()
    day = (at(0).date() + datetime.timedelta(days=days)).isoformat()
    assert content(client.post(url("letter-blobs", made), asked(made, day=day))) == b""


def refused(client, made, given):
    check_refused(lambda headers: client.post(url("letter-blobs", made), given, headers=headers), 403, "Only a trustee")


def test_nobody_else_gets_them(client):
    made, other = letters.frozen(), letters.frozen()
    refused(client, made, {})
    refused(client, made, asked(made, keys=letters.Keys("Mallory")))
    refused(client, made, asked(made, keys=made.trustees[1]))
    refused(client, made, asked(other))
    refused(client, made, asked(made, letter=other))
    for days in (-2, 2, 400):
        refused(client, made, asked(made, day=(at(0).date() + datetime.timedelta(days=days)).isoformat()))


@pytest.mark.parametrize(
    "change",
    [
        {"trustee": "0"}, {"trustee": "4"}, {"trustee": "-1"}, {"trustee": "१"}, {"trustee": "\x00"},
        {"trustee": "x" * 9999},
        {"day": ""}, {"day": "2026-13-01"}, {"day": "24.11.2026"}, {"day": "0000-00-00"}, {"day": "9" * 500},
        {"signature": ""}, {"signature": "zz" * 64}, {"signature": "00" * 64}, {"signature": "ff" * 65},
    ],
)  # fmt: skip
def test_nonsense_is_refused_like_a_stranger(client, change):
    made = letters.frozen()
    refused(client, made, asked(made) | change)


def test_binary_body_and_get_are_refused(client):
    made = letters.frozen()
    answer = client.post(url("letter-blobs", made), bytes(range(256)), content_type="application/octet-stream")
    assert answer.status_code == 403
    assert client.get(url("letter-blobs", made)).status_code == 405
    assert client.post(url("letter-blobs", made), bytes(10_000_000), content_type="text/plain").status_code == 413
