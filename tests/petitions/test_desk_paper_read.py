"""What there is to print and save of a letter: its page, the poster, and tables."""

import csv
import io

import pytest

from petitions import queries
from petitions.actions import errata
from petitions.states import LetterState
from tests.counting import statements
from tests.personas import cast
from tests.petitions import desk, letters, named, papers

pytestmark = pytest.mark.django_db
SAVED = ("poster-take", "name-export", "count-export")


def table(response):
    content = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))


def test_doors():
    people = cast()
    letter = desk.letter_of(people, "frozen").letter
    for name in ("paper-read", *SAVED):
        desk.check_door(name, people, letter, reads=desk.READERS)


@pytest.mark.parametrize("state", ["draft", "inviting", "coded"])
def test_before_the_freeze_there_is_nothing_to_save(state):
    client, made, _people = desk.scene(state)
    assert "from the freeze on" in desk.text(client.get(desk.url("paper-read", made.letter)))
    for name in SAVED:
        response = client.get(desk.url(name, made.letter))
        assert response.status_code == 409, name
        assert "from the freeze on" in desk.text(response)


def test_page_offers_only_what_its_reader_may_do():
    _client, made, people = named.scene()
    address = desk.url("paper-read", made.letter)
    assert "Make the PDF" in desk.text(people.client("owner").get(address))
    assert "Make the PDF" not in desk.text(people.client("viewer").get(address))


def test_page_needs_no_more_queries_for_more_names():
    client, made, _people = named.scene()
    few = statements(client, desk.url("paper-read", made.letter))
    named.publish(made, [f"Person {number}" for number in range(30)])
    assert statements(client, desk.url("paper-read", made.letter)) == few


def test_poster_has_the_title_the_address_and_the_fingerprint(settings):
    settings.PUBLIC_ORIGIN, settings.ONION = "https://letters.example", "a" * 56 + ".onion"
    client, made, _people = desk.scene("frozen")
    response = client.get(desk.url("poster-take", made.letter))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="poster.pdf"'
    assert "no-store" in response["Cache-Control"]
    found = papers.words(response.content).replace(" ", "")
    address = made.letter.address
    assert f"https://letters.example/l/{address}/" in found
    assert f"{settings.ONION}/l/{address}/" in found
    assert "Twopeopleateverydock" in found and found.count(address) == 3


def test_names_are_saved_in_their_order_and_inert():
    client, made, people = named.scene()
    leaf = named.leaf_of(made, "Bo Lindqvist")
    errata.strike_name(letter=made.letter, leaf=leaf, reason="x", by=people.owner, at=letters.NOW)
    response = client.get(desk.url("name-export", made.letter))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="names.csv"'
    head, *rows = table(response)
    assert head == ["Name", "Title", "Team", "Disputed", "Remark", "Leaf"]
    assert [row[0].removeprefix("'") for row in rows] == named.in_order(made)
    by_name = {row[0]: row for row in rows}
    assert "'=1+1" in by_name and "=1+1" not in by_name
    assert by_name["Bo Lindqvist"][3] == "yes" and by_name["Ana Ruiz"][3] == ""
    assert by_name["Ana Ruiz"][5] == named.leaf_of(made, "Ana Ruiz").hex()


def test_names_come_page_by_page_and_none_is_lost():
    _client, made, _people = named.scene([f"Person {number:03d}" for number in range(25)])
    assert [row.name for row in queries.all_names(made.facts, size=4)] == named.in_order(made)
    assert len(named.in_order(made)) == 25


def test_counts_are_those_that_were_public():
    client, made, _people = named.scene()
    letters.counted(made, size=2, live=40, count_only=7, at={"3": 5, "5": 4, "8": 1})
    head, *rows = table(client.get(desk.url("count-export", made.letter)))
    assert head == [
        "Day", "Signed", "Sealed", "Named at once", "Count only", "Withdrawn", "Assisted", "Ready at 3", "Ready at 5",
        "Ready at 8",
    ]  # fmt: skip
    assert [row[1] for row in rows] == ["8", "40"]
    assert rows[1] == [letters.OPENS.isoformat(), "40", "0", "6", "7", "0", "0", "5", "4", "1"]


@pytest.mark.parametrize("state", [LetterState.CANCELLED, LetterState.DESTROYED, LetterState.ARCHIVED])
def test_ended_letters_still_have_their_papers(state):
    client, made, _people = desk.scene(state)
    for name in ("paper-read", *SAVED):
        assert client.get(desk.url(name, made.letter)).status_code == 200, name
