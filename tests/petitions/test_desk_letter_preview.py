import pytest

from petitions import pages
from petitions.letter_text import text_of
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    desk.check_door("letter-preview", people, desk.letter_of(people).letter, reads=desk.READERS)


def test_preview_is_to_the_byte_what_signatories_will_read():
    client, made, _people = desk.scene("coded")
    _title, before = pages.sheet(text_of(made.letter))
    page = desk.text(client.get(desk.url("letter-preview", made.letter)))
    assert "This is a preview." in page
    assert before in page
    desk.letters.freeze(made)
    made.letter.refresh_from_db()
    assert pages.sheet(bytes(made.letter.letter_md))[1] == before
    assert before in desk.text(client.get(f"/l/{made.letter.address}/read/"))


def test_frozen_text_says_so_and_shows_its_fingerprint():
    client, made, _people = desk.scene("frozen")
    page = desk.text(client.get(desk.url("letter-preview", made.letter)))
    assert "This text is frozen" in page
    groups = " ".join(made.letter.address[at : at + 4] for at in range(0, 32, 4))
    assert groups in page
