"""The letter with its names as PDF: ordered, made by a job, found again, and erased when anything in it has changed."""

import pytest
from django.conf import settings

from organize.queue import turn
from petitions import jobs
from petitions.actions import errata, printouts
from petitions.documents import delivery
from petitions.models import Printout, PublishedName
from petitions.states import PrintoutState
from tests.personas import cast
from tests.petitions import desk, letters, named, papers

pytestmark = pytest.mark.django_db


def ordered(client, made):
    assert client.post(desk.url("printout-order", made.letter)).status_code == 302
    return Printout.objects.get(letter=made.letter)


def page_of(client, made):
    return desk.text(client.get(desk.url("paper-read", made.letter)))


def taken(client, made, number=1):
    response = client.get(desk.url("printout-take", made.letter, number))
    assert response.status_code == 200, response.content.decode()[-400:]
    assert response["Content-Type"] == "application/pdf" and "attachment" in response["Content-Disposition"]
    return papers.words(b"".join(response.streaming_content))


def test_doors():
    people = cast()
    letter = desk.letter_of(people, "frozen").letter
    desk.check_post_door("printout-order", people, letter)
    assert not Printout.objects.exists()


def test_letter_is_printed_with_demands_counts_and_names():
    client, made, people = named.scene()
    struck = named.leaf_of(made, "Bo Lindqvist")
    errata.strike_name(letter=made.letter, leaf=struck, reason="Not mine", by=people.owner, at=letters.NOW)
    printout = ordered(client, made)
    assert "It is being made" in page_of(client, made)
    jobs.make_printout(printout.pk)
    page = page_of(client, made)
    assert "Save the letter (PDF)" in page and "With 6 names." in page
    found = taken(client, made)
    for words in (
        "Two people at every dock", "Robin Marsh, operations director", "The board", "Two people at every open dock.",
        "Nobody should stand at an open dock alone.", "8 people signed, as counted on 24 November 2026.",
        "6 of them are named", "2 are counted without a name.", "1 name is struck", "Ana Ruiz, engineer", "=1+1",
        "Bo Lindqvist (disputed by its owner)",
    ):  # fmt: skip
        assert words in found, words
    assert made.letter.address in found.replace(" ", "")
    assert people.owner.mailbox not in found and made.letter.group.name not in found
    assert {"order printout", "finish printout"} <= set(desk.trail_of(made.letter))


def test_many_names_come_in_volumes_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(delivery, "VOLUME", 4)
    people = [f"Person {number:02d}" for number in range(10)]
    client, made, _people = named.scene(people)
    jobs.make_printout(ordered(client, made).pk)
    assert "Save volume 3 of 3 (PDF)" in page_of(client, made)
    volumes = [taken(client, made, number) for number in (1, 2, 3)]
    assert [[name for name in people if name in one] for one in volumes] == [people[:4], people[4:8], people[8:]]
    assert "We load at night." in volumes[0] and "We load at night." not in volumes[1]
    assert "Here are names 5 to 8 of 10." in volumes[1] and "Volume 2 of 3" in volumes[1]
    assert client.get(desk.url("printout-take", made.letter, 4)).status_code == 410


def test_progress_is_told_and_can_be_found_again():
    client, made, _people = named.scene()
    printout = ordered(client, made)
    printouts.tell_printout(pk=printout.pk, done=5000, names=12_000)
    page = page_of(client, made)
    assert "5000 of 12000 names are set" in page and 'max="12000" value="5000"' in page
    assert 'http-equiv="refresh"' in page
    seen = []

    def tell(done, names):
        seen.append((done, names))

    assert delivery.write(made.letter, printouts.folder_of(printout), tell) == 1
    assert seen == [(0, 6), (6, 6)]


def test_it_is_made_once_at_a_time_and_again_on_demand():
    client, made, _people = named.scene()
    printout = ordered(client, made)
    again = client.post(desk.url("printout-order", made.letter))
    assert again.status_code == 409 and "This is being made already." in desk.text(again)
    with turn(settings.PRINTOUTS_DIR) as first, turn(settings.PRINTOUTS_DIR) as second:
        assert first and not second
        jobs.make_printout(printout.pk)
    printout.refresh_from_db()
    assert printout.state == PrintoutState.WAITING and printout.tries == 0
    jobs.make_printout(printout.pk)
    folder = printouts.folder_of(printout)
    assert [path.name for path in folder.iterdir()] == ["1.pdf"]
    assert (folder / "1.pdf").stat().st_mode & 0o777 == 0o600
    jobs.make_printout(printout.pk)  # a queue may give a job twice
    assert ordered(client, made).pk != printout.pk


def test_what_a_killed_run_left_is_made_anew():
    client, made, _people = named.scene()
    printout = ordered(client, made)
    folder = printouts.folder_of(printout)
    folder.mkdir()
    (folder / "7.pdf").write_bytes(b"half")
    jobs.make_printout(printout.pk)
    assert [path.name for path in folder.iterdir()] == ["1.pdf"]


def test_three_failures_are_told_and_it_can_be_tried_again(settings, tmp_path):
    client, made, _people = named.scene()
    printout = ordered(client, made)
    works, settings.PAPER_TEMPLATES = settings.PAPER_TEMPLATES, tmp_path
    for _try in range(3):
        with pytest.raises(RuntimeError):
            jobs.make_printout(printout.pk)
    jobs.make_printout(printout.pk)
    assert "It could not be made, three times." in page_of(client, made)
    settings.PAPER_TEMPLATES = works
    jobs.make_printout(ordered(client, made).pk)
    assert "Ana Ruiz" in taken(client, made)


def test_it_is_erased_when_anything_in_it_has_changed(django_capture_on_commit_callbacks):
    client, made, people = named.scene()
    printout = ordered(client, made)
    jobs.make_printout(printout.pk)
    folder = printouts.folder_of(printout)
    jobs._printout(made.letter, letters.OPENS, letters.NOW)
    assert folder.exists(), "nothing has changed"
    leaf = named.leaf_of(made, "Ana Ruiz")
    errata.strike_name(letter=made.letter, leaf=leaf, reason="x", by=people.owner, at=letters.NOW)
    assert "has changed since this was made" in page_of(client, made)
    with django_capture_on_commit_callbacks(execute=True):
        jobs._printout(made.letter, letters.OPENS, letters.NOW)
    assert not folder.exists() and not Printout.objects.exists()
    gone = client.get(desk.url("printout-take", made.letter, 1))
    assert gone.status_code == 410 and "not here any more" in desk.text(gone)


def test_clock_erases_the_printout_of_a_letter_whose_names_are_gone(django_capture_on_commit_callbacks):
    client, made, _people = named.scene()
    printout = ordered(client, made)
    jobs.make_printout(printout.pk)
    PublishedName.objects.filter(letter=made.letter).delete()
    letters.counted(made, size=2, live=2, count_only=2)  # a withdrawal goes with the next count
    with django_capture_on_commit_callbacks(execute=True):
        jobs._printout(made.letter, letters.OPENS, letters.NOW)
    assert not printouts.folder_of(printout).exists()


@pytest.mark.parametrize("state", ["draft", "inviting", "coded"])
def test_nothing_is_printed_before_the_freeze(state):
    client, made, _people = desk.scene(state)
    response = client.post(desk.url("printout-order", made.letter))
    assert response.status_code == 409 and "from the freeze on" in desk.text(response)
    assert not Printout.objects.exists()
