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


MARKED = WORDS | {"body": "We lo\u200bad at\u2009night.", "to-0-name": "R\u043ebin Marsh"}


def test_marks_that_nobody_sees_are_told_and_not_taken():
    client, made, _people = desk.scene()
    response = client.post(desk.url("letter-edit", made.letter), MARKED | {"keep": "1"})
    assert response.status_code == 400
    page = desk.text(response)
    for sentence in ("marks that readers cannot see", "The letter, line 1, character 6: zero width space: it cannot",
                     "The letter, line 1, character 12: thin space", "Remove them",
                     "Addressee 1, line 1, character 2: “о” is a cyrillic small letter o"):  # fmt: skip
        assert sentence in page, sentence
    assert "Save it as it is" not in page
    made.letter.refresh_from_db()
    assert "\u200b" not in made.letter.body


def test_removing_marks_shows_what_was_changed_and_saves_nothing():
    client, made, _people = desk.scene()
    address, trail = desk.url("letter-edit", made.letter), desk.trail_of(made.letter)
    response = client.post(address, MARKED | {"clean": "1"})
    assert response.status_code == 200
    page = desk.text(response)
    assert "Nothing is saved yet." in page and "The letter, line 1, character 6: zero width space" in page
    assert "We load at night." in page and 'value="Robin Marsh"' in page
    assert "Remove them" not in page
    assert desk.trail_of(made.letter) == trail
    saved = client.post(address, WORDS | {"body": "We load at night."})
    assert saved.status_code == 302


def test_places_that_look_alike_are_told_before_they_are_saved():
    client, made, _people = desk.scene()
    address, odd = desk.url("letter-edit", made.letter), WORDS | {"body": 'A "dock" and a “dock”.'}
    told = client.post(address, odd)
    assert told.status_code == 200
    assert "there are quotes or apostrophes of several kinds" in desk.text(told)
    made.letter.refresh_from_db()
    assert "“dock”" not in made.letter.body
    assert client.post(address, odd | {"keep": "1"}).status_code == 302
    made.letter.refresh_from_db()
    assert "“dock”" in made.letter.body
    assert "of several kinds" in desk.text(client.get(address))


def test_text_that_ends_otherwise_is_the_same_text():
    client, made, _people = desk.scene()
    for body in ("One\u0301 line\nand more\n\nend", "On\u00e9\u0301 line \r\nand more\t\r\n\r\n \r\n\r\nend  \r\n"):
        posted = WORDS | {"body": body.replace("On\u00e9\u0301", "One\u0301")}
        assert client.post(desk.url("letter-edit", made.letter), posted).status_code == 302
        made.letter.refresh_from_db()
        assert made.letter.body == "On\u00e9 line\nand more\n\nend"


def test_list_of_marks_has_an_end():
    client, made, _people = desk.scene()
    page = desk.text(client.post(desk.url("letter-edit", made.letter), WORDS | {"body": "a\u200bb " * 50}))
    assert page.count("zero width space: it cannot") == 20
    assert "and 30 more" in page
