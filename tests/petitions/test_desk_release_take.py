import os

import pytest

from tests.personas import cast
from tests.petitions import desk, signatories
from tests.petitions.test_desk_wave_read import announced, collecting

pytestmark = pytest.mark.django_db


def send(client, made, content):
    return client.post(desk.url("release-take", made.letter, 1), {"file": desk.upload("release.bin", content)})


def test_door():
    people = cast()
    made, _wave = collecting(people)
    desk.check_post_door("release-take", people, made.letter, 1)
    assert people.client("owner").get(desk.url("release-take", made.letter, 1)).status_code == 405
    assert people.client("owner").post(desk.url("release-take", made.letter, 2)).status_code == 404


def test_file_is_kept_to_the_byte_and_only_once():
    people = cast()
    made, wave = collecting(people)
    client, content = people.client("owner"), signatories.release_file(made, wave, 2)
    assert send(client, made, content).status_code == 302
    assert bytes(wave.files.get().content) == content
    response = send(client, made, content)
    assert response.status_code == 409
    assert "is here already" in desk.text(response)
    assert wave.files.count() == 1


def test_what_is_no_release_file_of_this_wave_gets_a_sentence():
    people = cast()
    made, wave = collecting(people)
    client, content = people.client("owner"), signatories.release_file(made, wave, 2)
    foreign = signatories.release_file(made, wave, 2, letter_id=os.urandom(32))
    for wrong in (b"hello", b"\x00" * 500, content[:-1], content + b"\0", foreign, os.urandom(len(content))):
        response = send(client, made, wrong)
        assert response.status_code == 400
        assert "release file" in desk.text(response)
    response = send(client, made, signatories.release_file(made, wave, 2, k=5))
    assert response.status_code == 400
    assert "another threshold" in desk.text(response)
    assert client.post(desk.url("release-take", made.letter, 1)).status_code == 400
    assert not wave.files.exists()


def test_no_file_is_taken_while_the_notice_runs():
    people = cast()
    made, wave = announced(people)
    response = send(people.client("owner"), made, b"hello")
    assert response.status_code == 409
    assert "This wave takes no release files now." in desk.text(response)


def test_a_body_over_32_megabytes_is_refused_before_it_is_read():
    people = cast()
    made, wave = collecting(people)
    response = send(people.client("owner"), made, bytes(32 * 1024 * 1024))
    assert response.status_code == 413
    assert not wave.files.exists()


def test_a_large_file_is_streamed_and_removed(settings):
    people = cast()
    made, wave = collecting(people)
    response = send(people.client("owner"), made, bytes(3 * 1024 * 1024))
    assert response.status_code == 400
    assert not list(settings.FILE_UPLOAD_TEMP_DIR.glob("*"))
