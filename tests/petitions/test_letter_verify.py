"""How anyone checks the letter: whole fingerprints, trustees, checkpoints, releases, files."""

import pytest

from petitions import jobs
from petitions.actions import release, waves
from petitions.states import PUBLIC
from tests.petitions import letters
from tests.petitions.signatories import at, crowd, opened, release_file, reloaded
from tests.petitions.visits import text, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_page_is_there_in_every_state(client, state, django_assert_num_queries):
    made = letters.in_state(state)
    first = client.get(url("letter-verify", made))
    assert first.status_code == 200
    with django_assert_num_queries(0):
        again = client.get(url("letter-verify", made), headers={"Cookie": "sid=1", "Accept-Language": "ar"})
    assert again.content == first.content
    assert not again.cookies
    assert "Vary" not in again
    assert client.post(url("letter-verify", made)).status_code == 405


def grouped(hexes):
    return " ".join(hexes[place : place + 4] for place in range(0, len(hexes), 4))


def test_every_fingerprint_and_file_is_named(client):
    made = letters.frozen()
    page = text(client.get(url("letter-verify", made)))
    for value in (made.letter.address, bytes(made.letter.letter_id).hex(), made.letter.client_sha256):
        assert grouped(value) in page
    for trustee in made.seats:
        assert trustee.name in page
    for name in ("letter-manifest", "letter-text", "letter-checkpoints", "letter-leaves", "letter-bundle"):
        assert f'href="{url(name, made)}"' in page
    assert "python -m petitions.sealing verify bundle.zip" in page
    assert "It does not prove that passes went to real employees." in page
    assert "No release has been announced." in page
    assert "Nothing has been counted yet." in page


@pytest.mark.django_db(transaction=True)
def test_checkpoints_and_the_wave_are_told_as_they_come(client, run_jobs):
    made = opened()
    crowd(made, 6, 3)
    jobs.tick(at=at(1))
    page = text(client.get(url("letter-verify", made)))
    assert '<th scope="row">25 Nov 2026</th><td class="n">6</td><td class="n">6</td>' in page
    wave = waves.announce_wave(letter=reloaded(made), by=made.by, at=at(1, 10))
    run_jobs()
    page = text(client.get(url("letter-verify", made)))
    assert "Wave 1, early: notice runs" in page
    assert "the notice ends at the start of 29 November 2026 (UTC)" in page
    jobs.tick(at=at(5))
    for position in (1, 3):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(5))
    release.start_opening(wave=wave, by=made.by, at=at(5))
    run_jobs()
    page = text(client.get(url("letter-verify", made)))
    assert "Wave 1, early: complete" in page
    assert "Tier 5: 6 due, 6 names opened." in page
    assert "File of trustee 1: 6 opened, 0 could not be opened" in page
