import datetime

import pytest

from petitions.states import WRITTEN, LetterState
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db

TERMS = {
    "tiers": "50, 25 100;250",
    "margin": "4",
    "count_public": "on",
    "deliver_at": "60",
    "needed": "2",
    "opens_on": "2026-12-01",
    "closes_on": "2026-12-31",
    "destroy_by": "2027-03-31",
    "notice_hours": "72",
}


def test_door():
    people = cast()
    letter = desk.letter_of(people).letter
    desk.check_door("letter-terms", people, letter)
    desk.check_post_door("letter-terms", people, letter, data=TERMS)


@pytest.mark.parametrize("state", LetterState.values)
def test_terms_change_until_the_freeze_and_never_after(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("letter-terms", made.letter), TERMS)
    made.letter.refresh_from_db()
    if state in WRITTEN:
        assert response.status_code == 302
        assert made.letter.tiers == [25, 50, 100, 250]
        assert (made.letter.margin, made.letter.deliver_at, made.letter.count_public) == (4, 60, True)
        assert made.letter.opens_on == datetime.date(2026, 12, 1)
    else:
        assert response.status_code == 409
        assert made.letter.margin == 3


def test_empty_margin_becomes_a_tenth_of_the_lowest_tier_rounded_up():
    client, made, _people = desk.scene()
    posted = TERMS | {"margin": "", "tiers": "31, 60"}
    assert client.post(desk.url("letter-terms", made.letter), posted).status_code == 302
    made.letter.refresh_from_db()
    assert made.letter.margin == 4
    assert "4 is a good margin" in desk.text(client.get(desk.url("letter-terms", made.letter)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tiers": "some"}, "Write whole numbers"),
        ({"tiers": "0, 5"}, "Every tier is a number from 1 to 65534."),
        ({"tiers": "65535"}, "Every tier is a number from 1 to 65534."),
        ({"tiers": " ".join(map(str, range(1, 12)))}, "At most ten tiers"),
        ({"margin": "-1"}, "greater than or equal to 0"),
        ({"needed": "1"}, "greater than or equal to 2"),
        ({"opens_on": "2027-01-31"}, "The last day to sign comes after the opening day."),
        ({"destroy_by": "2026-12-31"}, "destroyed after the last day to sign"),
        ({"closes_on": ""}, "This field is required."),
        ({"closes_on": "tomorrow"}, "Enter a valid date."),
        ({"notice_hours": "721"}, "less than or equal to 720"),
        ({"deliver_at": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_taken_is_said_once_and_nothing_is_lost(changes, sentence):
    client, made, _people = desk.scene()
    response = client.post(desk.url("letter-terms", made.letter), TERMS | {"deliver_at": "61"} | changes)
    assert response.status_code == 400
    assert sentence in desk.text(response)
    if "deliver_at" not in changes:
        assert 'value="61"' in desk.text(response)
    made.letter.refresh_from_db()
    assert made.letter.deliver_at == 5


def test_more_trustees_needed_than_seated_is_refused_once_they_are_invited():
    client, made, _people = desk.scene("inviting")
    response = client.post(desk.url("letter-terms", made.letter), TERMS | {"needed": "4"})
    assert response.status_code == 400
    assert "More trustees are needed to open than there are seats." in desk.text(response)


def test_less_than_a_day_of_notice_is_warned_of():
    client, made, _people = desk.scene()
    address = desk.url("letter-terms", made.letter)
    assert "Less than a day of notice" not in desk.text(client.get(address))
    client.post(address, TERMS | {"notice_hours": "23"})
    assert "Less than a day of notice" in desk.text(client.get(address))
    assert "Less than a day of notice" in desk.text(client.get(desk.url("letter-read", made.letter)))
