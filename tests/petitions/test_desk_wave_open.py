import pytest

from petitions import jobs
from petitions.models import PublishedName
from tests.personas import cast
from tests.petitions import desk
from tests.petitions.test_desk_wave_read import announced, collecting

pytestmark = pytest.mark.django_db


def test_door():
    people = cast()
    made, _wave = collecting(people, files=(1, 2))
    desk.check_post_door("wave-open", people, made.letter, 1)
    assert people.client("owner").get(desk.url("wave-open", made.letter, 1)).status_code == 405


def alone(people):
    """The owner is the only one who may open names."""
    people.group.memberships.get(user=people.organizer).delete()
    return people.client("owner")


def test_opening_begins_once_and_the_job_publishes_the_names():
    people = cast()
    made, wave = collecting(people, files=(1, 3))
    client, address = alone(people), desk.url("wave-open", made.letter, 1)
    assert "nobody has to confirm" in desk.text(client.get(desk.url("wave-read", made.letter, 1)))
    response = client.post(address)
    assert response.status_code == 302 and response["Location"] == desk.url("wave-read", made.letter, 1)
    wave.refresh_from_db()
    assert wave.state == "opening"
    assert client.post(address).status_code == 409
    jobs.open_wave(wave.pk)
    wave.refresh_from_db()
    assert (wave.state, wave.named) == ("complete", 5)
    assert PublishedName.objects.filter(letter=made.letter).count() == 5


def test_one_file_fewer_than_needed_opens_nothing():
    people = cast()
    made, wave = collecting(people, files=(2,))
    response = people.client("owner").post(desk.url("wave-open", made.letter, 1))
    assert response.status_code == 409
    assert "Not enough trustees have sent their files." in desk.text(response)
    wave.refresh_from_db()
    assert wave.state == "collecting"


def test_names_that_would_stay_closed_are_told_before_the_others_are_opened():
    people = cast()
    made, wave = collecting(people, files=(1, 3))
    type(wave).objects.filter(pk=wave.pk).update(unopened=2)  # as an attempt to open found it
    client = alone(people)
    page = client.get(desk.url("wave-read", made.letter, 1))
    assert "2 names that are due would stay closed for ever" in desk.text(page)
    address = desk.url("wave-open", made.letter, 1)
    assert client.post(address).status_code == 409
    assert client.post(address, {"despite": "1"}).status_code == 302
    wave.refresh_from_db()
    assert (wave.state, wave.despite) == ("opening", True)


def test_nothing_opens_while_the_notice_runs():
    people = cast()
    made, wave = announced(people)
    assert people.client("owner").post(desk.url("wave-open", made.letter, 1)).status_code == 409
    wave.refresh_from_db()
    assert wave.state == "announced"
