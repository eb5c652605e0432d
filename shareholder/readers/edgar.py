"""EDGAR's JSON: the list of companies with tickers, and one company's submissions.

Both are read as data of a stranger: sizes, types and dates are checked, and what doesn't fit is told and left out.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import date

from shareholder.readers.refused import Unreadable

LARGEST = 64_000_000  # bytes; the list of companies has about one million

NOT_JSON = "The file is no JSON."
TOO_LARGE = "The file is larger than any such list of EDGAR."
NOT_COMPANIES = "The file is JSON, but no list of companies with tickers."
NOT_SUBMISSIONS = "The file is JSON, but no company's submissions."
UNEVEN = "The lists of filings are not all of one length."
ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
WANTED = ("accessionNumber", "filingDate", "reportDate", "form", "items", "primaryDocument")


@dataclass(slots=True)
class Listed:
    """A company in the list; several rows of it may be one company with several classes of shares."""

    cik: str
    name: str
    tickers: list[str]


@dataclass(frozen=True, slots=True)
class Filing:
    accession: str
    form: str
    filed: date
    reported: date | None
    items: tuple[str, ...]
    document: str

    @property
    def has_votes(self):
        return self.form in ("8-K", "8-K/A") and "5.07" in self.items


@dataclass(slots=True)
class Submissions:
    cik: str
    name: str
    tickers: list[str]
    exchanges: list[str]
    fiscal_year_end: str | None
    state: str | None
    former_names: list[str]
    filings: list[Filing]
    older: list[str]  # names of the files in which EDGAR keeps older filings
    unread: list[str] = field(default_factory=list)

    def proxies(self):
        """Definitive proxy statements, newest first. The day one was filed is an estimate of its release; the day it
        reports is usually the meeting's, and not always."""
        return sorted((f for f in self.filings if f.form == "DEF 14A"), key=lambda f: f.filed, reverse=True)

    def meeting_days(self, today):
        """{name of a day: date}: what the two newest proxy statements hint at for the next annual meeting.

        `last_meeting` and `released` are those of the meeting before, from which its deadlines follow; `meeting` and
        `definitive` are known once its own proxy statement is filed. Each is a hint that a person compares with the
        statement itself: what a filing reports is not always the meeting's day.
        """
        newest, *older = self.proxies() or [None]
        if newest is None:
            return {}
        days = {}
        if newest.reported and newest.reported >= today:
            days |= {"meeting": newest.reported, "definitive": newest.filed}
            newest = older[0] if older else None
        if newest:
            days |= {"last_meeting": newest.reported, "released": newest.filed}
        return {name: day for name, day in days.items() if day}

    def votes(self):
        return [filing for filing in self.filings if filing.has_votes]

    def solicitations(self):
        return [filing for filing in self.filings if filing.form == "PX14A6G"]

    def address(self, filing):
        """Where the filing's main document stands under www.sec.gov."""
        return f"/Archives/edgar/data/{int(self.cik)}/{filing.accession.replace('-', '')}/{filing.document}"


def loaded(raw):
    if len(raw) > LARGEST:
        raise Unreadable(TOO_LARGE)
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable(NOT_JSON) from None


def cik_of(value):
    """A CIK as ten digits, from a number or text; None for anything else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text.zfill(10) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def words(value):
    return value.strip() if isinstance(value, str) else ""


def date_of(value):
    try:
        return date.fromisoformat(words(value)[:10])
    except ValueError:
        return None


def companies(raw):
    """([Listed], [sentences about rows that were left out]) from company_tickers.json."""
    found = loaded(raw)
    if not isinstance(found, dict) or not found:
        raise Unreadable(NOT_COMPANIES)
    out, unread = {}, []
    for place, row in found.items():
        cik = cik_of(row.get("cik_str")) if isinstance(row, dict) else None
        name = words(row.get("title")) if cik else ""
        if not name:
            unread.append(f"Row {place[:10]} has no number or no name of a company.")
            continue
        company = out.setdefault(cik, Listed(cik, name, []))
        ticker = words(row.get("ticker")).upper()
        if ticker and ticker not in company.tickers:
            company.tickers.append(ticker)
    if not out:
        raise Unreadable(NOT_COMPANIES)
    return list(out.values()), unread


def submissions(raw):
    """One company's submissions (CIK##########.json)."""
    found = loaded(raw)
    cik = cik_of(found.get("cik")) if isinstance(found, dict) else None
    name = words(found.get("name")) if cik else ""
    listed = found.get("filings") if cik else None
    recent = listed.get("recent") if isinstance(listed, dict) else None
    if not name or not isinstance(recent, dict):
        raise Unreadable(NOT_SUBMISSIONS)
    filings, unread = filings_of(recent)
    files = listed.get("files") if isinstance(listed.get("files"), list) else []
    former = found.get("formerNames") if isinstance(found.get("formerNames"), list) else []
    return Submissions(
        cik=cik,
        name=name,
        tickers=texts(found.get("tickers")),
        exchanges=texts(found.get("exchanges")),
        fiscal_year_end=words(found.get("fiscalYearEnd")) or None,
        state=words(found.get("stateOfIncorporation")) or None,
        former_names=texts([row.get("name") for row in former if isinstance(row, dict)]),
        filings=filings,
        older=texts([row.get("name") for row in files if isinstance(row, dict)]),
        unread=unread,
    )


def texts(value):
    return [words(text) for text in value if words(text)] if isinstance(value, list) else []


def filings_of(recent):
    """EDGAR gives one list for each column; a row is what stands at the same place in all of them."""
    columns = [recent.get(name) for name in WANTED]
    if any(not isinstance(column, list) for column in columns):
        raise Unreadable(NOT_SUBMISSIONS)
    if len({len(column) for column in columns}) > 1:
        raise Unreadable(UNEVEN)
    filings, unread = [], []
    for place, (accession, filed, reported, form, items, document) in enumerate(zip(*columns, strict=True), 1):
        day = date_of(filed)
        if not day or not ACCESSION.fullmatch(words(accession)) or not words(form):
            unread.append(f"Filing {place} has no number, no form or no date.")
            continue
        parts = tuple(part.strip() for part in words(items).split(",") if part.strip())
        filings.append(Filing(words(accession), words(form), day, date_of(reported), parts, words(document)))
    return filings, unread
