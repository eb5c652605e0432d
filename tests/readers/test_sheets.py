"""Votes as CSV."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organize import spreadsheets
from shareholder.readers import sheets
from shareholder.readers.refused import Unreadable

HEAD = "company,cik,meeting_date,item,title,for,against,abstain\n"
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20)
COUNT = st.one_of(st.none(), st.integers(0, 10**15 - 1))


def test_rows_and_mistakes():
    rows, wrong = sheets.read((HEAD + 'A,1,2026-05-20,4,Report,"1,000",2000,\n\nB,x,soon,5,,1.5,,\n').encode())
    assert [(row.company, row.cik, row.meeting_date, row.counts) for row in rows] == [
        (
            "A",
            "0000000001",
            date(2026, 5, 20),
            {"for": 1000, "against": 2000, "abstain": None, "broker_non_votes": None},
        )
    ]
    assert {(mistake.line, mistake.column) for mistake in wrong} == {
        (4, "cik"), (4, "meeting_date"), (4, "title"), (4, "for"), (4, "against")
    }  # fmt: skip


@pytest.mark.parametrize("raw", [b"", b"company,item\n", b"\xff\xfe", HEAD.encode() + b'"open'])
def test_other_files_are_refused(raw):
    with pytest.raises(Unreadable):
        sheets.read(raw)


@given(CELL, CELL, CELL, COUNT, COUNT)
def test_what_is_written_is_read_again(company, item, title, yes, abstain):
    row = sheets.Row(2, company, None, date(2026, 5, 20), item, title, None,
                     {"for": yes or 0, "against": 7, "abstain": abstain, "broker_non_votes": None}, None)  # fmt: skip
    text = sheets.write([row])
    assert all(cell[:1] not in sheets.STARTS for line in csv.reader(io.StringIO(text)) for cell in line if cell)
    assert text.startswith('"company","cik",')
    assert sheets.read(text.encode()) == ([row], [])


@pytest.mark.parametrize(
    "cell", ["=1+1", " =cmd|x", "\uff1d1+1", "\u22121", "|x", "%x", "\u200b@x", "\n=1", "\0=1", "plain", ""]
)
def test_cells_are_as_inert_as_every_table_of_ours(cell):
    assert sheets.safe(cell) == spreadsheets.inert(cell)
    assert sheets.safe(cell)[:1] not in sheets.STARTS


@given(st.text(max_size=20))
def test_the_two_rules_are_one(cell):
    if cell[:1] != "'":
        assert sheets.safe(cell) == spreadsheets.inert(cell)
