import pytest

from petitions.actions import batches, release, waves
from petitions.models import Wave
from petitions.states import LetterState
from tests import make
from tests.counting import statements
from tests.personas import cast
from tests.petitions import desk, letters, signatories

pytestmark = pytest.mark.django_db


def ready(people, number=5):
    """An open letter with so many people counted at tier 3 (goal 4)."""
    made = signatories.opened(campaign=make.campaign(group=people.group), by=people.owner)
    signatories.crowd(made, number, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1), forced=True)
    return made


def test_door():
    people = cast()
    letter = desk.letter_of(people, "open").letter
    desk.check_door("wave-announce", people, letter)
    desk.check_post_door("wave-announce", people, letter)


def test_reached_tier_is_announced():
    people = cast()
    made = ready(people)
    client, address = people.client("organizer"), desk.url("wave-announce", made.letter)
    page = desk.text(client.get(address))
    assert "tier 3 is reached" in page and "disabled" not in page
    response = client.post(address)
    wave = Wave.objects.get(letter=made.letter)
    assert response.status_code == 302 and response["Location"] == desk.url("wave-read", made.letter, 1)
    assert (wave.k_notice, wave.state, wave.size) == (3, "announced", 5)
    assert "Announce it" not in desk.text(client.get(address)), "waves run one at a time"
    assert client.post(address).status_code == 409


def test_too_few_cannot_be_announced():
    people = cast()
    made = ready(people, 3)
    client, address = people.client("owner"), desk.url("wave-announce", made.letter)
    assert "disabled" in desk.text(client.get(address))
    response = client.post(address)
    assert response.status_code == 409
    assert not Wave.objects.exists()


@pytest.mark.parametrize("state", sorted(set(LetterState.values) - {"open"}))
def test_nothing_is_announced_unless_the_letter_is_open(state):
    client, made, _people = desk.scene(state)
    address = desk.url("wave-announce", made.letter)
    assert "Announce it" not in desk.text(client.get(address))
    assert client.post(address).status_code == 409


def test_queries_do_not_grow_with_waves():
    client, made, _people = desk.scene("open")
    address = desk.url("wave-announce", made.letter)

    def more(numbers):
        for number in numbers:
            Wave.objects.create(
                letter=made.letter, group=made.letter.group, number=number, kind="early", state="void", size=1,
                root=bytes(32), k_notice=3, notice=b"", announced_on=letters.OPENS, snapshot_day=letters.OPENS,
            )  # fmt: skip

    more(range(1, 2))
    few = statements(client, address)
    more(range(2, 31))
    assert desk.text(client.get(address)).count("(early)") == 30
    assert statements(client, address) == few


def test_a_wave_whose_trustees_do_not_answer_is_given_up_for_a_new_one():
    people = cast()
    made = ready(people)
    client, address = people.client("owner"), desk.url("wave-announce", made.letter)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=signatories.at(1, 9))
    assert client.post(address, {"replace": "1"}).status_code == 409, "not while its notice runs"
    waves.take_snapshot(wave=wave, at=signatories.at(5))
    assert "Give up wave 1" in desk.text(client.get(address))
    assert client.post(address).status_code == 409, "never by the way"
    response = client.post(address, {"replace": "1"})
    assert response.status_code == 302 and response["Location"] == desk.url("wave-read", made.letter, 2)
    wave.refresh_from_db()
    assert wave.state == "void"
    assert "This wave is void for ever" in desk.text(client.get(desk.url("wave-read", made.letter, 1)))


def test_a_wave_that_has_its_files_is_not_given_up():
    people = cast()
    made = ready(people)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=signatories.at(1, 9))
    waves.take_snapshot(wave=wave, at=signatories.at(5))
    for position in (1, 2):
        content = signatories.release_file(made, wave, position)
        release.take_release_file(wave=wave, content=content, by=made.by, at=signatories.at(5, 1))
    response = people.client("owner").post(desk.url("wave-announce", made.letter), {"replace": "1"})
    assert response.status_code == 409
    assert "Open it first" in desk.text(response)
