import pytest

from petitions.models import Letter
from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk, letters

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    letter = desk.letter_of(people, "coded").letter
    desk.check_door("letter-freeze", people, letter)
    desk.check_post_door("letter-freeze", people, letter)


def test_page_shows_everything_that_will_be_fixed():
    client, made, _people = desk.scene("coded", codes=7)
    page = desk.text(client.get(desk.url("letter-freeze", made.letter)))
    for part in ("Two people at every dock", "A light that works.", "Robin Marsh, operations director", "25, 50, 100",
                 "31 Dec 2026", "31 Mar 2027", "72 hours", "7, and no more later", "Ana Ruiz, lawyer"):  # fmt: skip
        assert part in page, part
    assert "Not yet: something is missing" not in page
    assert "disabled" not in page


@pytest.mark.parametrize(("state", "missing"), [("inviting", "The key of Ana Ruiz, lawyer"), ("draft", "The codes")])
def test_page_names_what_is_missing(state, missing):
    client, made, _people = desk.scene(state)
    page = desk.text(client.get(desk.url("letter-freeze", made.letter)))
    assert missing in page
    assert "disabled" in page


def test_frozen_letter_has_its_address_on_the_desk():
    client, made, _people = desk.scene("coded")
    with letters.client_at_hand():
        response = client.post(desk.url("letter-freeze", made.letter))
    assert response.status_code == 302
    made.letter.refresh_from_db()
    assert made.letter.state == "frozen"
    page = desk.text(client.get(response["Location"]))
    base = f"/l/{made.letter.address}/"
    assert f"http://testserver{base}" in page
    assert " ".join(made.letter.address[at : at + 4] for at in range(0, 32, 4)) in page
    for name in ("manifest.json", "letter.md"):
        assert f'href="{base}{name}"' in page
        assert client.get(base + name).status_code == 200


@pytest.mark.parametrize("state", sorted(set(LetterState.values) - {"coded"}))
def test_only_a_letter_with_its_codes_is_frozen(state):
    client, made, _people = desk.scene(state)
    address = made.letter.address
    with letters.client_at_hand():
        response = client.post(desk.url("letter-freeze", made.letter))
    assert response.status_code == 409
    made.letter.refresh_from_db()
    assert (made.letter.state, made.letter.address) == (state, address)


def test_letter_with_marks_that_nobody_sees_is_not_frozen():
    """Its form takes none; what came another way is stopped here, and its page leads to where they are removed."""
    client, made, _people = desk.scene("coded")
    Letter.objects.filter(pk=made.letter.pk).update(body="We lo\u200bad at night.")
    page = desk.text(client.get(desk.url("letter-freeze", made.letter)))
    assert "marks that readers cannot see" in page and "zero width space" in page
    with letters.client_at_hand():
        response = client.post(desk.url("letter-freeze", made.letter))
    assert response.status_code == 409
    assert "holds marks that nobody can see" in desk.text(response)
    made.letter.refresh_from_db()
    assert made.letter.state == "coded"
    cleaned = desk.text(client.post(desk.url("letter-edit", made.letter), {"kept": "1", "clean": "1"}))
    assert "Nothing is saved yet." in cleaned and "We load at night." in cleaned
    assert "Robin Marsh" in cleaned and "A light that works." in cleaned


def test_places_that_look_alike_are_told_once_more_before_the_freeze():
    client, made, _people = desk.scene("coded")
    Letter.objects.filter(pk=made.letter.pk).update(body='A \u201cdock\u201d and a "dock".')
    assert "of several kinds" in desk.text(client.get(desk.url("letter-freeze", made.letter)))
    with letters.client_at_hand():
        assert client.post(desk.url("letter-freeze", made.letter)).status_code == 302
