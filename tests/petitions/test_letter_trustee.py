"""The trustee's page as the site serves it, its warning, and the trustees' bundle."""

import base64
import datetime
import hashlib
import json
import os
import re

import pytest
from django.conf import settings
from django.urls import reverse

from petitions import clients, jobs, publication
from petitions.sealing import bundle, release, verify
from petitions.sealing.encoding import day_number
from petitions.states import PUBLIC
from tests.petitions import letters
from tests.petitions.signatories import at, crowd, opened
from tests.petitions.visits import rows, text, url

pytestmark = pytest.mark.django_db


def request_of(made, position=1, *, day=None, **changes):
    day = day or datetime.datetime.now(datetime.UTC).date().isoformat()
    signature = release.fetch_signature(made.trustees[position - 1].identity, made.facts.letter_id, day_number(day))
    return json.dumps({"trustee": position, "day": day, "signature": signature.hex()} | changes, indent=1)


def needs_build():
    if not settings.CLIENT_BUNDLE.with_name(clients.TRUSTEE_PAGE).exists():
        if os.environ.get("CI"):
            pytest.fail("CI needs the built pages")
        pytest.skip("nothing was built for browsers here")


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_page_warns_offers_both_ways_and_is_the_same_for_everybody(client, state):
    made = letters.in_state(state)
    page = client.get(url("letter-trustee", made))
    assert page.status_code == 200
    assert page.content == client.get(url("letter-trustee", made), headers={"Cookie": "sid=x"}).content
    assert "could send you a bad page" in text(page)
    assert "Fewer than 2 of this letter's trustees" in text(page)
    assert url("letter-trustee-page", made) in text(page)
    assert url("client-page", made, made.facts.manifest.client_sha256[2].hex()) in text(page)


def test_served_page_is_the_frozen_file_under_its_own_stricter_policy(client):
    needs_build()
    made = letters.frozen()
    for answer in (client.get(url("letter-trustee-page", made)), client.get(reverse("petitions:trustee-page"))):
        assert hashlib.sha256(answer.content).digest() == made.facts.manifest.client_sha256[2]
        policy = answer["Content-Security-Policy"]
        (script,) = re.findall(rb"<script>(.*?)</script>", answer.content, re.DOTALL)
        assert f"script-src 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}';" in policy
        for part in ("default-src 'none'", "connect-src 'none'", "form-action 'none'", "frame-ancestors 'none'"):
            assert part in policy
        assert "'self'" not in policy
        assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "script-src 'self'" in client.get(url("letter-trustee", made))["Content-Security-Policy"]


def test_page_before_any_letter_is_offered_as_a_file_and_here(client):
    needs_build()
    page = text(client.get(reverse("petitions:trustee-begin")))
    saved = client.get(reverse("petitions:trustee-file"))
    assert hashlib.sha256(saved.content).hexdigest() in page.replace(" ", "")
    assert saved["Content-Disposition"] == 'attachment; filename="trustee.html"'
    assert "could send you a bad page" in page


def test_bundle_for_a_trustee_verifies_with_every_live_envelope(client, tmp_path):
    made = opened()
    people = crowd(made, 6, 3)
    jobs.tick(at=at(1))
    crowd(made, 1, 3, when=at(1, 1))  # waits for the next batch: no part of this log yet
    answer = client.post(url("letter-trustee", made), {"text": request_of(made)})
    assert answer.status_code == 200, text(answer)[-500:]
    place = tmp_path / "trustee.zip"
    place.write_bytes(b"".join(answer.streaming_content))
    with bundle.Bundle.open(place) as found:
        blobs = found.read("blobs.bin")
        width = len(blobs) // 6
        assert {blobs[one : one + 32] for one in range(0, len(blobs), width)} == {person.leaf for person in people}
        report = verify.verify(found, sealed=True)
    assert report.failures == []
    assert list(settings.FILE_UPLOAD_TEMP_DIR.glob("bundle-*")) == []


def test_others_get_no_bundle_and_are_told(client):
    made, other = opened(), opened()
    stale = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(3)).date().isoformat()
    before = rows()
    for words, status, said in [
        ("", 400, "Paste the request"),
        ("{}", 400, "not the request"),
        ("[1]", 400, "not the request"),
        ("\ud7ff nonsense", 400, "not the request"),
        (request_of(other), 403, "Only a trustee"),
        (request_of(made, day=stale), 403, "Only a trustee"),
        (request_of(made, trustee=2), 403, "Only a trustee"),
        (request_of(made, trustee=[1]), 403, "Only a trustee"),
    ]:
        answer = client.post(url("letter-trustee", made), {"text": words})
        assert answer.status_code == status, words
        assert said in text(answer)
    assert rows() == before


def test_bundle_that_cannot_be_made_is_told_before_anything_is_sent(client):
    made = opened()
    crowd(made, 6, 3)
    jobs.tick(at=at(1))
    publication.file_path(made.facts, "bundle.zip").unlink()  # as where it does not fit into a zip
    answer = client.post(url("letter-trustee", made), {"text": request_of(made)})
    assert answer.status_code == 404 and not answer.streaming
    assert "does not fit into one zip file" in text(answer)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.glob("bundle-*")) == []
