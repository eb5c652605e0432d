"""The files beneath a letter's address: exact bytes, and the client file that the letter was frozen with."""

import base64
import hashlib
import re
import shutil
import zipfile
from io import BytesIO

import pytest

from organize.templatetags import fields
from petitions import clients, jobs, publication
from petitions.actions import freezing
from petitions.states import PUBLIC
from tests.petitions import letters
from tests.petitions.signatories import at, crowd, opened, reloaded
from tests.petitions.visits import text, url

pytestmark = pytest.mark.django_db
FILES = {
    "letter-manifest": "application/json",
    "letter-text": "text/markdown; charset=utf-8",
    "letter-leaves": "application/octet-stream",
    "letter-receipts": "application/octet-stream",
    "letter-checkpoints": "text/plain; charset=utf-8",
    "letter-bundle": "application/zip",
}


def content(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_every_file_is_there_in_every_state_without_a_question_to_the_database(
    client, name, state, django_assert_num_queries
):
    made = letters.in_state(state)
    first = client.get(url(name, made))
    assert (first.status_code, first["Content-Type"]) == (200, FILES[name])
    said = content(first)
    with django_assert_num_queries(0):
        again = client.get(url(name, made), headers={"Cookie": "sid=x", "User-Agent": "Canary"})
        assert content(again) == said
    assert not again.cookies
    assert "Vary" not in again
    assert client.post(url(name, made)).status_code == 405


def test_letter_and_manifest_are_the_frozen_bytes(client):
    made = letters.frozen()
    raw, words = client.get(url("letter-manifest", made)).content, client.get(url("letter-text", made)).content
    assert raw == bytes(made.letter.manifest)
    assert words == bytes(made.letter.letter_md)
    assert hashlib.sha256(words).digest() == made.facts.manifest.letter_sha256


def test_log_files_are_empty_before_the_first_batch_and_follow_it_after(client):
    made = opened()
    assert client.get(url("letter-leaves", made)).content == b""
    assert client.get(url("letter-checkpoints", made)).content == b""
    people = crowd(made, 6, 3)
    jobs.tick(at=at(1))
    leaves = client.get(url("letter-leaves", made)).content
    assert len(leaves) == 6 * 32
    assert {leaves[place : place + 32] for place in range(0, 192, 32)} == {person.leaf for person in people}
    note = client.get(url("letter-checkpoints", made)).content
    assert note.decode().startswith(f"{made.facts.manifest.log.origin}/{made.facts.letter_id.hex()}\n6\n")
    bundle = zipfile.ZipFile(BytesIO(content(client.get(url("letter-bundle", made)))))
    assert bundle.read("checkpoints.txt") == note
    assert bundle.read("manifest.json") == bytes(reloaded(made).manifest)


def built(folder, word):
    """What a build leaves in a folder; the path of its signing script."""
    folder.mkdir()
    for name in clients.NAMES:
        (folder / name).write_bytes(f"{word} ✓ {name}\r\n".encode())
    return folder / "letter.js"


def test_each_letter_serves_the_clients_it_was_frozen_with(client, settings, tmp_path):
    """Newer clients are deployed while a letter is open."""
    made = {}
    for word in ("first", "second"):
        settings.CLIENT_BUNDLE = built(tmp_path / word, word)
        made[word] = opened()
    shutil.rmtree(tmp_path / "first")
    for word, one in made.items():
        sources = [f"{word} ✓ {name}\r\n".encode() for name in clients.NAMES]
        digests = [hashlib.sha256(source) for source in sources]
        assert list(one.facts.manifest.client_sha256) == [digest.digest() for digest in digests]
        answer = client.get(url("client-file", one, digests[0].hexdigest()))
        assert (answer.status_code, answer.content) == (200, sources[0])
        assert answer["Content-Type"].startswith("text/javascript")
        page = text(client.get(url("letter-show", one)))
        script = re.search(r'<script type="module" src="([^"]+)" integrity="([^"]+)" crossorigin="anonymous">', page)
        assert script[1] == url("client-file", one, digests[0].hexdigest())
        assert script[2] == "sha256-" + base64.b64encode(digests[0].digest()).decode()
        verify = text(client.get(url("letter-verify", one)))
        for name, source, digest in list(zip(clients.NAMES, sources, digests, strict=True))[1:]:
            answer = client.get(url("client-page", one, digest.hexdigest()))
            assert (answer.status_code, content(answer)) == (200, source)
            assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
            assert "script-src 'self'" in answer["Content-Security-Policy"]
            assert url("client-page", one, digest.hexdigest()) in page
            assert client.get(url("client-file", one, digest.hexdigest())).status_code == 404
        for digest in digests:
            spoken = base64.b32encode(digest.digest()).decode().rstrip("=").lower()
            assert fields.grouped(spoken) in page
            assert fields.grouped(digest.hexdigest()) in page
            assert fields.grouped(digest.hexdigest()) in verify
            other = made["second" if word == "first" else "first"]
            for name in ("client-file", "client-page"):
                assert client.get(url(name, other, digest.hexdigest())).status_code == 404


def test_letter_that_was_frozen_before_the_offline_pages_shows_and_serves_its_script_alone(client, monkeypatch):
    monkeypatch.setattr(freezing, "keep_clients", lambda kept=freezing.keep_clients: kept()[:1])
    made = opened()
    assert len(made.facts.manifest.client_sha256) == 1
    name = made.facts.manifest.client_sha256[0].hex()
    assert client.get(url("client-file", made, name)).status_code == 200
    assert client.get(url("client-page", made, name)).status_code == 404
    page = text(client.get(url("letter-show", made)))
    assert fields.grouped(name) in page
    assert "sign.html" not in page
    assert client.get(url("letter-verify", made)).status_code == 200


def test_nothing_else_beneath_the_address_is_a_file(client):
    made = letters.frozen()
    base = url("letter-safety", made)
    client.get(base)
    assert (publication.folder_of(made.letter.address) / "mark").exists()
    kept = ("mark", ".turn", "page.en.html", "safety.en.html", "verify.en.html")
    for path in (*kept, "../x", "%2e%2e/keys", "manifest.json/", "client/"):
        assert client.get(base + path).status_code == 404, path


def test_receipts_of_all_who_are_counted_can_be_had_by_anyone(client):
    """Holding a receipt says nothing about its holder: every counted one is here, byte for byte."""
    made = opened()
    people = crowd(made, 6, 3)
    assert content(client.get(url("letter-receipts", made))) == b""
    jobs.tick(at=at(1))
    reloaded(made)
    raw = content(client.get(url("letter-receipts", made)))
    records = {raw[start : start + 100] for start in range(0, len(raw), 100)}
    assert records == {person.receipt for person in people}
