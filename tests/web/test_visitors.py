"""P4 and P22: two hundred different visitors are one and the same to the program, and read one and the same letter."""

import hashlib

import pytest
from django.test import Client

from tests.petitions.signatories import opened
from tests.web.places import body_of


def visitors(chance, number):
    """(client, headers) of people who differ in everything that a browser and a proxy tell."""
    for at in range(number):
        client = Client(REMOTE_ADDR=f"127.{chance.randrange(256)}.{chance.randrange(256)}.{1 + at % 250}")
        yield (
            client,
            {
                "User-Agent": chance.choice(["Mozilla/5.0", "Slackbot", "curl/8", "Canary"]) + f" {at}",
                "Referer": f"https://intranet.example/{at}",
                "Accept-Language": chance.choice(["de", "fr;q=0.5", "hi", "ar", "*"]),
                "X-Forwarded-For": f"10.0.{at % 250}.1",
                "X-Real-IP": f"10.1.{at % 250}.1",
                "Forwarded": f"for=10.2.{at % 250}.1",
                "Via": f"1.1 gateway{at}",
                "From": f"person{at}@work.example",
                "Sec-CH-UA": f'"Canary";v="{at}"',
                "Sec-CH-UA-Platform": chance.choice(["Android", "Windows"]),
                "Cookie": f"tracker={at}; sid={at}; django_language=ar",
                "Authorization": f"Basic {at}",
                "DNT": str(at % 2),
                "CF-Connecting-IP": f"10.3.{at % 250}.1",
            },
        )


@pytest.mark.urls("tests.organize.lean_urls")
def test_p4_a_view_sees_one_and_the_same_visitor(reach):
    number = reach.size(sample=200, full=200)
    seen, buckets = set(), set()
    for client, headers in visitors(reach.chance, number):
        told = client.get("/l/seen/", headers=headers).json()
        seen.add(str(sorted(told["meta"].items())))
        buckets.add(told["bucket"])
    assert len(buckets) > number / 2  # they did differ, and what is left of that is a pseudonym for today
    assert len(seen) == 1, "what a view could keep differs between visitors"
    assert "Canary" not in seen.pop()
    reach.reached(f"{number} visitors, 1 distinct META")


@pytest.mark.django_db
def test_p22_everyone_reads_the_same_letter(reach):
    made, number = opened(), reach.size(sample=60, full=200)
    base = f"/l/{made.letter.address}/"
    paths = ("", "read/", "letter.md", "manifest.json", "verify/", "names/", "ar/read/")
    found = {path: set() for path in paths}
    invitations = ("", "?invited=ana", "?utm_source=mail", "?after=x")
    for at, (client, headers) in enumerate(visitors(reach.chance, number)):
        if at % 10 == 0:
            client.force_login(made.by)
            headers.pop("Cookie")
        for path in paths:
            answer = client.get(base + path + invitations[at % len(invitations)], headers=headers)
            assert answer.status_code == 200
            told = repr(sorted(answer.items())).encode()
            found[path].add(hashlib.sha256(told + body_of(answer)).hexdigest())
    assert {path: len(hashes) for path, hashes in found.items()} == dict.fromkeys(paths, 1)
    assert hashlib.sha256(Client().get(base + "letter.md").content).digest() == made.facts.manifest.letter_sha256
    assert len({hashes.copy().pop() for hashes in found.values()}) == len(paths)  # and pages do differ from each other
    reach.reached(f"{number} fetches of each of {len(paths)} pages: 1 SHA-256 each, headers included")
