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


def proxy_statements(*pairs):
    """Submissions with nothing but definitive proxy statements: (filed, reported)."""
    number = len(pairs)
    return submissions(
        accessionNumber=[f"0000000001-24-00000{place}" for place in range(number)],
        filingDate=[filed for filed, _reported in pairs], reportDate=[reported for _filed, reported in pairs],
        form=["DEF 14A"] * number, items=[""] * number, primaryDocument=["a.htm"] * number,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "days"),
    [
        ([], {}),
        ([("2026-04-08", "2026-05-20")], {"last_meeting": date(2026, 5, 20), "released": date(2026, 4, 8)}),
        ([("2025-04-09", "2025-05-21"), ("2026-04-08", "2026-05-20")],
         {"last_meeting": date(2026, 5, 20), "released": date(2026, 4, 8)}),
        ([("2026-11-01", "2026-12-10"), ("2025-11-03", "2025-12-11")],
         {"meeting": date(2026, 12, 10), "definitive": date(2026, 11, 1), "last_meeting": date(2025, 12, 11),
          "released": date(2025, 11, 3)}),
        ([("2026-11-01", "2026-12-10")], {"meeting": date(2026, 12, 10), "definitive": date(2026, 11, 1)}),
        ([("2026-04-08", "")], {"released": date(2026, 4, 8)}),
    ],
)  # fmt: skip
def test_days_of_the_next_meeting_are_hinted_at_by_the_two_newest_proxy_statements(pairs, days):
    assert edgar.submissions(proxy_statements(*pairs)).meeting_days(date(2026, 11, 20)) == days


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
