import pytest

from petitions.actions import release, waves
from petitions.models import Wave
from tests.personas import cast
from tests.petitions import desk, signatories
from tests.petitions.test_desk_wave_announce import ready

pytestmark = pytest.mark.django_db


def announced(people):
    made = ready(people)
    return made, waves.announce_wave(letter=made.letter, by=made.by, at=signatories.at(1, 9))


def collecting(people, files=()):
    """A wave whose snapshot is taken, with the files of these trustees."""
    made, wave = announced(people)
    waves.take_snapshot(wave=wave, at=signatories.at(5))
    for position in files:
        content = signatories.release_file(made, wave, position)
        release.take_release_file(wave=wave, content=content, by=made.by, at=signatories.at(5, 1))
    wave.refresh_from_db()
    return made, wave


def test_door():
    people = cast()
    made, _wave = announced(people)
    desk.check_door("wave-read", people, made.letter, 1, reads=desk.READERS)
    assert people.client("owner").get(desk.url("wave-read", made.letter, 2)).status_code == 404


def test_each_state_shows_what_can_be_done():
    people = cast()
    made, wave = announced(people)
    client, address = people.client("owner"), desk.url("wave-read", made.letter, 1)
    page = desk.text(client.get(address))
    assert "signatories may still withdraw" in page and "<form" not in page.split("<main")[1]
    waves.take_snapshot(wave=wave, at=signatories.at(5))
    page = desk.text(client.get(address))
    assert "0 of 2 needed are here." in page and "disabled" in page
    for position in (1, 2):
        content = signatories.release_file(made, wave, position)
        kept = release.take_release_file(wave=wave, content=content, by=made.by, at=signatories.at(5, 1))
        sha256 = bytes(kept.sha256).hex()
        shown = " ".join(sha256[at : at + 8] for at in range(0, 64, 8))
        assert shown in desk.text(client.get(address))
    page = desk.text(client.get(address))
    assert "5 names are due." in page and "disabled" not in page
    release.start_opening(wave=wave, by=made.by, at=signatories.at(5, 2))
    Wave.objects.filter(pk=wave.pk).update(done=2)
    page = desk.text(client.get(address))
    assert '<progress class="meter" max="5" value="2"' in page and 'http-equiv="refresh"' in page
    release.open_wave(wave_pk=wave.pk, at=signatories.at(5, 3), processes=1)
    page = desk.text(client.get(address))
    assert "5 names were opened and are published." in page
    assert 'http-equiv="refresh"' not in page and "<form" not in page.split("<main")[1]


def test_wrong_shares_are_shown_with_their_trustee():
    people = cast()
    made, wave = collecting(people, files=(1,))
    Wave.objects.filter(pk=wave.pk).update(complaints={"1": 5})
    page = desk.text(people.client("owner").get(desk.url("wave-read", made.letter, 1)))
    assert "5 shares of Ana Ruiz, lawyer do not match what was sealed." in page
    assert "Nothing was published." in page


def test_a_viewer_sees_no_form():
    people = cast()
    made, _wave = collecting(people, files=(1, 2))
    address = desk.url("wave-read", made.letter, 1)
    assert "<form" in desk.text(people.client("organizer").get(address)).split("<main")[1]
    assert "<form" not in desk.text(people.client("viewer").get(address)).split("<main")[1]
