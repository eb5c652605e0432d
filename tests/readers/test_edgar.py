"""EDGAR's JSON."""

import json
from datetime import date

import pytest

from shareholder.readers import edgar
from shareholder.readers.refused import Unreadable


def submissions(**changes):
    recent = {
        "accessionNumber": ["0000000001-24-000003", "0000000001-24-000002", "bad"],
        "filingDate": ["2024-05-20", "2024-04-01", "2024-01-01"],
        "reportDate": ["2024-05-16", "", ""],
        "form": ["8-K", "DEF 14A", "4"],
        "items": ["5.02,5.07,9.01", "", ""],
        "primaryDocument": ["a.htm", "b.htm", "c.xml"],
    }
    return json.dumps(
        {
            "cik": "1",
            "name": "Example Widgets, Inc.",
            "tickers": ["EXW", None],
            "exchanges": ["NYSE"],
            "fiscalYearEnd": "1231",
            "stateOfIncorporation": "DE",
            "formerNames": [{"name": "Example Gears"}],
            "filings": {"recent": recent | changes, "files": [{"name": "CIK0000000001-submissions-001.json"}]},
        }
    ).encode()


def test_companies_with_several_tickers_are_one():
    raw = json.dumps(
        {
            "0": {"cik_str": 1, "ticker": "AAA", "title": "A"},
            "1": {"cik_str": 1, "ticker": "AAB", "title": "A"},
            "2": {"cik_str": "x", "ticker": "B", "title": "B"},
        }
    )
    found, unread = edgar.companies(raw.encode())
    assert [(company.cik, company.tickers) for company in found] == [("0000000001", ["AAA", "AAB"])]
    assert unread == ["Row 2 has no number or no name of a company."]


def test_submissions():
    found = edgar.submissions(submissions())
    assert (found.cik, found.tickers, found.former_names) == ("0000000001", ["EXW"], ["Example Gears"])
    assert [filing.filed for filing in found.votes()] == [date(2024, 5, 20)]
    assert [filing.form for filing in found.proxies()] == ["DEF 14A"]
    assert found.address(found.votes()[0]) == "/Archives/edgar/data/1/000000000124000003/a.htm"
    assert len(found.unread) == 1


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (edgar.companies, b"no"),
        (edgar.companies, b"[]"),
        (edgar.companies, b"[" * 100_000),
        (edgar.companies, b'{"0": 5}'),
        (edgar.submissions, b"{}"),
        (edgar.submissions, submissions(form=["8-K"])),
        (edgar.submissions, submissions(form="8-K")),
    ],
    ids=range(7),
)
def test_other_json_is_refused(read, raw):
    with pytest.raises(Unreadable):
        read(raw)
