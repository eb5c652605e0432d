import pytest

from petitions.actions import batches, endings, release, waves
from petitions.models import Trustee, Wave
from petitions.states import LetterState
from tests.counting import statements
from tests.personas import cast
from tests.petitions import desk, letters, signatories

pytestmark = pytest.mark.django_db

NEXT = {
    "draft": "Invite the trustees",
    "inviting": "Collect the trustees' keys",
    "coded": "Freeze the letter",
    "frozen": "Collect the approvals",
    "approved": "It opens by itself on 24 November 2026",
    "open": "Colleagues are signing",
    "closed": "Signing has ended",
    "released": "Deliver the letter",
    "delivered": "Record the answer",
    "answered": "The company has answered",
    "archived": "This letter is archived",
    "cancelled": "This letter was cancelled",
    "destroyed": "What was sealed is destroyed",
}


def test_door():
    people = cast()
    desk.check_door("letter-read", people, desk.letter_of(people).letter, reads=desk.READERS)


@pytest.mark.parametrize("state", LetterState.values)
def test_each_state_says_the_one_thing_that_comes_next(state):
    client, made, _people = desk.scene(state)
    page = desk.text(client.get(desk.url("letter-read", made.letter)))
    assert NEXT[state] in page
    assert page.count('class="button primary"') <= 1
    assert (str(made.letter.address) in page) is bool(made.letter.address)


def test_a_viewer_is_offered_nothing_to_change():
    people = cast()
    made = desk.letter_of(people, "open")
    address = desk.url("letter-read", made.letter)
    page = desk.text(people.client("viewer").get(address))
    assert desk.url("letter-close", made.letter) in desk.text(people.client("owner").get(address))
    for name in ("letter-close", "letter-cancel", "trustee-seat", "wave-announce", "name-strike"):
        assert desk.url(name, made.letter) not in page, name


def test_counts_are_those_of_the_last_checkpoint_and_nothing_newer():
    people = cast()
    made = signatories.opened(campaign=desk.make.campaign(group=people.group), by=people.owner)
    client, address = people.client("owner"), desk.url("letter-read", made.letter)
    signatories.crowd(made, 5, 3)
    assert "Nothing has been published yet" in desk.text(client.get(address))
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1))
    assert "<dt>signed</dt><dd>5</dd>" in desk.text(client.get(address))
    signatories.crowd(made, 5, 65535)
    assert "<dt>signed</dt><dd>5</dd>" in desk.text(client.get(address))
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(2))
    page = desk.text(client.get(address))
    assert "<dt>signed</dt><dd>10</dd>" in page
    assert "<dt>count only</dt><dd>5</dd>" in page
    assert "Enough colleagues are ready at 3" in page


def test_a_wave_is_followed_to_its_end():
    people = cast()
    made = signatories.opened(campaign=desk.make.campaign(group=people.group), by=people.owner)
    client, address = people.client("owner"), desk.url("letter-read", made.letter)
    signatories.crowd(made, 5, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1))
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=signatories.at(1, 9))
    assert "The notice of wave 1 runs" in desk.text(client.get(address))
    waves.take_snapshot(wave=wave, at=signatories.at(5))
    assert "0 of 2 release files are here." in desk.text(client.get(address))
    for position in (1, 3):
        content = signatories.release_file(made, wave, position)
        release.take_release_file(wave=wave, content=content, by=made.by, at=signatories.at(5, 1))
    assert "Wave 1 can be opened" in desk.text(client.get(address))
    release.start_opening(wave=wave, by=made.by, at=signatories.at(5, 2))
    page = desk.text(client.get(address))
    assert "Names are being opened" in page and 'http-equiv="refresh"' in page
    release.open_wave(wave_pk=wave.pk, at=signatories.at(5, 3), processes=1)
    page = desk.text(client.get(address))
    assert "Colleagues are signing" in page
    assert "<dt>of these opened</dt><dd>5</dd>" in page


def test_queries_do_not_grow_with_seats_and_waves():
    client, made, _people = desk.scene("open")
    few = statements(client, desk.url("letter-read", made.letter))
    for number in range(4, 8):
        Trustee.objects.create(letter=made.letter, group=made.letter.group, position=number, name=f"T{number}")
    days = {"announced_on": letters.OPENS, "snapshot_day": letters.OPENS}
    Wave.objects.bulk_create(
        Wave(letter=made.letter, group=made.letter.group, number=number, kind="early", state="void", size=1,
             root=bytes(32), k_notice=3, notice=b"", **days)
        for number in range(1, 31)
    )  # fmt: skip
    assert statements(client, desk.url("letter-read", made.letter)) == few


def states_of(client, letter):
    """{title: state} of the steps that the page draws."""
    steps = desk.text(client.get(desk.url("letter-read", letter))).split('<ol class="steps">')[1].split("</ol>")[0]
    return [part.split('"')[1] for part in steps.split("<li ")[1:]]


@pytest.mark.parametrize(
    ("state", "done", "here"),
    [("draft", 0, "now"), ("inviting", 1, "now"), ("coded", 3, "now"), ("frozen", 4, "now"), ("approved", 5, "now"),
     ("open", 6, "now"), ("closed", 7, "now"), ("released", 8, "now")],
)  # fmt: skip
def test_steps_show_what_is_done_and_where_the_letter_stands(state, done, here):
    client, made, _people = desk.scene(state)
    assert states_of(client, made.letter) == ["done"] * done + [here] + ["later"] * (9 - done)


def test_a_letter_that_was_stopped_shows_how_far_it_had_come():
    client, made, people = desk.scene("frozen")
    endings.cancel_letter(letter=made.letter, by=made.by, at=letters.NOW)
    assert states_of(client, made.letter) == ["done"] * 4 + ["stopped"] + ["later"] * 5
    other = signatories.opened(campaign=desk.make.campaign(group=people.group), by=people.owner)
    endings.destroy_letter(letter=other.letter, by=made.by, at=signatories.at(1))
    assert states_of(client, other.letter) == ["done"] * 6 + ["stopped"] + ["later"] * 3
