import base64
import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from petitions.documents import codes as sheets
from petitions.models import RosterLeaf
from petitions.sealing import passes
from petitions.states import LetterState
from tests.personas import cast
from tests.petitions import desk, papers

pytestmark = pytest.mark.django_db

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4} ){4}[0-9A-HJKMNP-TV-Z]{4}")


def test_door():
    people = cast()
    letter = desk.letter_of(people, "inviting").letter
    desk.check_door("code-make", people, letter)
    desk.check_post_door("code-make", people, letter, data={"number": "3"})


def everything_stored():
    """Every cell of every table of ours, as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names from the database
            found += [repr(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor for cell in row]
    return "\n".join(found)


def test_codes_are_in_the_answer_and_nowhere_else(caplog):
    client, made, _people = desk.scene("inviting")
    response = client.post(desk.url("code-make", made.letter), {"number": "12"})
    page = desk.text(response)
    codes = CODE.findall(page)
    assert response.status_code == 200
    assert len(set(codes)) == 12
    assert "no-store" in response["Cache-Control"]
    saved = base64.b64decode(re.search("data:text/plain;base64,([A-Za-z0-9+/=]+)", page)[1]).decode()
    assert saved.split() == [code.replace(" ", "-") for code in codes], "the file holds the same codes"
    made.letter.refresh_from_db()
    hashed = {passes.code_hash(bytes(made.letter.scope), code.replace(" ", "")) for code in codes}
    kept = {bytes(leaf) for leaf in RosterLeaf.objects.filter(letter=made.letter).values_list("leaf", flat=True)}
    assert kept == {passes.roster_leaf(h1) for h1 in hashed}
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    everywhere = everything_stored() + caplog.text + sessions
    assert made.letter.slug in everywhere, "the search finds what is stored"
    for code in codes:
        for spelling in (code, code.replace(" ", ""), code.replace(" ", "-")):
            assert spelling not in everywhere
            assert spelling not in str(response.headers)


def files_with(folder, words):
    """The files beneath a folder that hold any of these words."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path for path in files if any(word in path.read_bytes() for word in words)}


def test_sheets_to_cut_hold_the_same_codes_and_are_stored_nowhere(settings):
    client, made, _people = desk.scene("inviting")
    page = desk.text(client.post(desk.url("code-make", made.letter), {"number": "9"}))
    codes = {code.replace(" ", "-") for code in CODE.findall(page)}
    (sheet,) = re.findall('download="codes.pdf" href="data:application/pdf;base64,([A-Za-z0-9+/=]+)"', page)
    pdf = base64.b64decode(sheet)
    found = re.findall("(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", papers.words(pdf))
    assert len(found) == 9 and set(found) == codes
    traces = [pdf[-60:], *(code.encode() for code in codes), *(code.replace("-", "").encode() for code in codes)]
    assert files_with(settings.VAR, traces) == set()
    planted = settings.VAR / "planted"
    planted.write_bytes(pdf)
    assert files_with(settings.VAR, traces) == {planted}, "the search would find it"
    planted.unlink()


def test_many_codes_come_in_several_documents(monkeypatch):
    monkeypatch.setattr(sheets, "PART", 4)
    client, made, _people = desk.scene("inviting")
    page = desk.text(client.post(desk.url("code-make", made.letter), {"number": "9"}))
    found = re.findall(r'download="codes-(\d)\.pdf" href="data:application/pdf;base64,([A-Za-z0-9+/=]+)"', page)
    assert [number for number, _sheet in found] == ["1", "2", "3"]
    on_paper = [papers.words(base64.b64decode(sheet)) for _number, sheet in found]
    codes = {code.replace(" ", "-") for code in CODE.findall(page)}
    assert {one for one in codes for sheet in on_paper if one in sheet} == codes
    assert "Save sheets to cut, PDF 2 of 3" in page


def test_codes_are_shown_once():
    client, made, _people = desk.scene("inviting")
    first = client.post(desk.url("code-make", made.letter), {"number": "2"})
    assert len(CODE.findall(desk.text(first))) == 2
    again = client.post(desk.url("code-make", made.letter), {"number": "2"})
    assert again.status_code == 409
    later = client.get(desk.url("code-make", made.letter))
    assert "2 codes were made for this letter. They cannot be shown again." in desk.text(later)
    assert not CODE.findall(desk.text(again) + desk.text(later))


@pytest.mark.parametrize("number", ["0", "-1", "5001", "many", ""])
def test_numbers_that_cannot_be_made_are_refused(number):
    client, made, _people = desk.scene("inviting")
    response = client.post(desk.url("code-make", made.letter), {"number": number})
    assert response.status_code == 400
    made.letter.refresh_from_db()
    assert made.letter.state == "inviting" and made.letter.roster_size == 0


@pytest.mark.parametrize("state", sorted(set(LetterState.values) - {"inviting"}))
def test_no_codes_outside_their_time(state):
    client, made, _people = desk.scene(state)
    size = made.letter.roster_size
    response = client.post(desk.url("code-make", made.letter), {"number": "2"})
    assert response.status_code == 409
    assert not CODE.findall(desk.text(response))
    made.letter.refresh_from_db()
    assert made.letter.roster_size == size
