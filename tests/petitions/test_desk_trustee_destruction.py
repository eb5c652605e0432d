import datetime

import pytest
from django.utils import timezone

from petitions.models import Letter
from tests.personas import cast
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def send(client, made, position, content):
    return client.post(desk.url("trustee-destruction", made.letter, position), {"text": content.decode()})


def statement_of(made, position, *, days=0):
    """The tool's statement, `days` from today."""
    day = timezone.now().date() + datetime.timedelta(days=days)
    return made.trustees[position - 1].destruction(position, bytes(made.letter.letter_id), day.isoformat())


def destroyed():
    """A destroyed letter that was frozen ten days ago by the clock on the wall, which the pages use."""
    client, made, people = desk.scene("destroyed")
    Letter.objects.filter(pk=made.letter.pk).update(frozen_on=timezone.now().date() - datetime.timedelta(days=10))
    return client, made, people


def test_door():
    people = cast()
    letter = desk.letter_of(people, "destroyed").letter
    desk.check_door("trustee-destruction", people, letter, 1)
    desk.check_post_door("trustee-destruction", people, letter, 1)


def test_statement_is_kept_and_shown():
    client, made, _people = destroyed()
    assert send(client, made, 2, statement_of(made, 2)).status_code == 302
    seat = made.letter.trustees.get(position=2)
    assert seat.state == "destroyed" and seat.destroyed_on == timezone.now().date()
    assert "Says the key is destroyed" in desk.text(client.get(desk.url("trustee-seat", made.letter)))


@pytest.mark.parametrize("days", [-11, 2])
def test_statement_of_a_day_that_cannot_be_is_refused(days):
    client, made, _people = destroyed()
    response = send(client, made, 1, statement_of(made, 1, days=days))
    assert response.status_code == 400
    assert "before the freeze or still to come" in desk.text(response)


def test_statement_of_another_trustee_is_refused():
    client, made, _people = destroyed()
    response = send(client, made, 1, statement_of(made, 2))
    assert response.status_code == 400
    assert "This statement belongs to another seat." in desk.text(response)
    assert "signature" in desk.text(response), "what was pasted stays"


def test_no_statement_before_the_freeze():
    client, made, _people = desk.scene("coded")
    day = timezone.now().date().isoformat()
    response = send(client, made, 1, made.trustees[0].destruction(1, bytes(32), day))
    assert response.status_code == 409
