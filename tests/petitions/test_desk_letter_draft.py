import pytest
from django.urls import reverse

from petitions.models import Letter
from tests import make
from tests.personas import PERSONAS, cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db

WORDS = {
    "title": "Two people at every dock",
    "body": "We load at night.\r\n\r\nNobody should stand there **alone**.",
    "demands": "Two people at every open dock.\r\n\r\n  A light that works.  ",
    "language": "en",
    "to-TOTAL_FORMS": "3",
    "to-INITIAL_FORMS": "0",
    "to-0-name": "Robin Marsh",
    "to-0-title": "operations director",
    "to-2-name": "The board",
}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def address(people):
    return reverse("petitions-desk:letter-draft") + f"?campaign={make.campaign(group=people.group).slug}"


def test_only_editors_of_the_campaign_may_begin(people, address):
    for persona in PERSONAS:
        response = people.client(persona).get(address)
        expected = 200 if persona in desk.EDITORS else 302 if persona == "nobody" else 404
        assert response.status_code == expected, persona
    assert people.client("owner").get(reverse("petitions-desk:letter-draft")).status_code == 404


def test_draft_keeps_demands_by_line_and_skips_empty_rows(people, address):
    response = people.client("organizer").post(address, WORDS)
    letter = Letter.objects.get()
    assert response.status_code == 302
    assert response["Location"] == desk.url("letter-read", letter)
    assert letter.group == people.group
    assert letter.body == "We load at night.\n\nNobody should stand there **alone**."
    demands = list(letter.demands.values_list("text", flat=True))
    assert demands == ["Two people at every open dock.", "A light that works."]
    expected = [("Robin Marsh", "operations director"), ("The board", "")]
    assert list(letter.addressees.values_list("name", "title")) == expected
    assert "draft" in desk.trail_of(letter)


def test_draft_takes_pasted_demands_without_the_numbers_they_came_with(people, address):
    pasted = "1. Two people at every dock.\n- 2) 10 lights.\n- 3.5 metres of clear floor.\n-\n"
    page = people.client("organizer").post(address, WORDS | {"demands": pasted})
    assert page.status_code == 302
    demands = list(Letter.objects.get().demands.values_list("text", flat=True))
    assert demands == ["Two people at every dock.", "10 lights.", "3.5 metres of clear floor."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"title": "Two\u200b people"}, "a mark that cannot be seen"),
        ({"body": "one\x00two"}, "Null characters are not allowed."),
        ({"body": "a\u202eb"}, "a mark that cannot be seen"),
        ({"demands": "x" * 1001}, "Line 1 is longer than 1000 characters."),
        ({"demands": "x\n" * 41}, "At most 40 lines"),
        ({"language": "xx"}, "not one of the available choices"),
        ({"to-1-title": "of nobody"}, "One of the addressees needs another look."),
        ({"to-TOTAL_FORMS": "nonsense"}, "One of the addressees needs another look."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(people, address, changes, sentence):
    response = people.client("owner").post(address, WORDS | changes)
    assert response.status_code == 400
    assert sentence in desk.text(response)
    assert not Letter.objects.exists()
    if "title" not in changes:
        assert "Two people at every dock" in desk.text(response)
    if "to-TOTAL_FORMS" not in changes:
        assert "Robin Marsh" in desk.text(response)


def test_more_rows_saves_nothing_and_keeps_everything(people, address):
    response = people.client("owner").post(address, WORDS | {"title": "", "more": "1"})
    assert response.status_code == 200
    assert "This field is required" not in desk.text(response)
    assert 'name="to-7-name"' in desk.text(response)
    assert "Nobody should stand there" in desk.text(response)
    assert not Letter.objects.exists()


def test_draft_is_told_of_marks_before_it_is_kept(people, address):
    client, odd = people.client("owner"), WORDS | {"body": "A  dock\u00a0gate."}
    told = client.post(address, odd)
    assert told.status_code == 200 and not Letter.objects.exists()
    page = desk.text(told)
    assert "no-break space: it looks like a plain space" in page and "more space than readers are shown" in page
    cleaned = client.post(address, odd | {"clean": "1"})
    assert "A dock gate." in desk.text(cleaned) and not Letter.objects.exists()
    assert client.post(address, odd | {"keep": "1"}).status_code == 302
    assert Letter.objects.get().body == "A  dock\u00a0gate."
