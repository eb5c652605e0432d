import pytest

from petitions.states import WRITTEN, LetterState
from tests.personas import cast
from tests.petitions import desk
from tests.petitions.test_desk_letter_draft import WORDS

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    letter = desk.letter_of(people).letter
    desk.check_door("letter-edit", people, letter)
    desk.check_post_door("letter-edit", people, letter, data=WORDS)


def test_page_shows_what_was_written():
    client, made, _people = desk.scene()
    page = desk.text(client.get(desk.url("letter-edit", made.letter)))
    assert "Two people at every dock" in page
    assert "Two people at every open dock.\nA light that works." in page
    assert 'value="Robin Marsh"' in page
    assert 'value="The board"' in page


@pytest.mark.parametrize("state", LetterState.values)
def test_text_changes_until_the_freeze_and_never_after(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("letter-edit", made.letter), WORDS | {"title": "Another title"})
    made.letter.refresh_from_db()
    if state in WRITTEN:
        assert response.status_code == 302 and response["Location"] == desk.url("letter-preview", made.letter)
        assert made.letter.title == "Another title"
    else:
        assert response.status_code == 409
        assert "can no longer be changed" in desk.text(response)
        assert "Another title" in desk.text(response), "nothing typed is lost"
        assert made.letter.title == "Two people at every dock"


def test_emptied_row_takes_an_addressee_away():
    client, made, _people = desk.scene()
    posted = WORDS | {"to-INITIAL_FORMS": "2", "to-0-name": "", "to-0-title": ""}
    assert client.post(desk.url("letter-edit", made.letter), posted).status_code == 302
    assert list(made.letter.addressees.values_list("name", flat=True)) == ["The board"]


def test_wrong_row_is_said_and_the_letter_stays():
    client, made, _people = desk.scene()
    response = client.post(desk.url("letter-edit", made.letter), WORDS | {"title": "New", "to-1-title": "of nobody"})
    assert response.status_code == 400
    assert "One of the addressees needs another look." in desk.text(response)
    assert "of nobody" in desk.text(response)
    made.letter.refresh_from_db()
    assert made.letter.title == "Two people at every dock"


def test_markup_of_the_writer_is_shown_as_text():
    client, made, _people = desk.scene()
    evil = "<script>alert(1)</script>"
    everywhere = dict.fromkeys(("title", "body", "demands", "to-0-name"), evil)
    assert client.post(desk.url("letter-edit", made.letter), WORDS | everywhere).status_code == 302
    for name in ("letter-edit", "letter-read", "letter-preview", "letter-freeze"):
        page = desk.text(client.get(desk.url(name, made.letter)))
        assert "alert(1)" in page, name
        assert "<script>" not in page, name
