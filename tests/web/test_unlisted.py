"""P64: a letter is found by its address and in no other way; a wrong address is an absent letter, byte for byte."""

import pytest
from django.test import Client
from django.urls import reverse

from organize.models import Campaign, Group
from petitions.models import Letter
from tests.petitions.signatories import opened
from tests.web.places import place

pytestmark = pytest.mark.django_db
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def told(answer):
    return answer.status_code, sorted(answer.items()), answer.content


def test_p64_a_wrong_address_is_an_absent_letter_byte_for_byte(reach):
    made, client = opened(), Client()
    address = made.letter.address
    absent = told(client.get("/l/" + "a" * 32 + "/"))
    assert absent[0] == 404
    assert told(client.get(f"/l/{address}/"))[0] == 200
    near = [address[:at] + BASE32[BASE32.index(address[at]) - 1] + address[at + 1 :] for at in range(32)]
    near += [address.upper(), address[:-1], address + "a", address[::-1], made.letter.slug, "%00" * 8]
    for guess in near:
        for beneath in ("", "read/", "names/", "verify/", "manifest.json", "bundle.zip", "de/", "nothing/"):
            never = told(client.get(f"/l/{'a' * 32}/{beneath}"))  # the language is in the path
            assert told(client.get(f"/l/{guess}/{beneath}")) == never, (guess, beneath)
            assert never[0] == 404
    hits, guesses = 0, reach.size(sample=400, full=100_000)
    for _guess in range(guesses):
        guess = "".join(reach.chance.choices(BASE32, k=32))
        hits += told(client.get(f"/l/{guess}/")) != absent
    assert hits == 0
    reach.reached(f"{guesses:,} guesses, {hits} hits; {len(near)} near misses, all byte for byte an absent letter")


def test_p64_nothing_lists_or_indexes_a_letter(reach):
    here = place("open")
    address, asked = here.made.letter.address, 0
    assert len(address) * 5 >= 128
    for model in (Letter, Campaign, Group):
        slug = model._meta.get_field("slug")
        made = {slug.get_default() for _one in range(100)}
        assert len(made) == 100
        assert min(map(len, made)) * 5 >= 128, model
    client = Client(raise_request_exception=False)
    for path in here.every_path():
        if address not in path:
            assert address.encode() not in b"".join(client.get(path)), path
            asked += 1
    for path in ("/sitemap.xml", "/robots.txt", "/l/", "/l", "/feed/", "/api/", "/.well-known/", "/static/"):
        assert client.get(path).status_code in (301, 404), path
    page = client.get(reverse("petitions:letter-safety", args=[address]))
    assert page["X-Robots-Tag"] == "noindex, noarchive"
    assert b'content="noindex, nofollow, noarchive"' in page.content
    reach.reached(f"0 of {asked} other addresses name the letter")
