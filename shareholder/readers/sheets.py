"""Votes as CSV, in and out: raw counts, never percentages.

Out, cells that a spreadsheet could take for formulas begin with an apostrophe; in, that apostrophe is taken off again.
"""

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import date

from shareholder.readers.refused import Unreadable

LARGEST = 8_000_000  # bytes
COLUMNS = ("company", "cik", "meeting_date", "item", "title", "class", "for", "against", "abstain", "broker_non_votes",
           "source")  # fmt: skip
NEEDED = ("company", "meeting_date", "item", "title", "for", "against")
NUMBERS = ("for", "against", "abstain", "broker_non_votes")
# What spreadsheets take for the beginning of a formula or a command. organize/spreadsheets.py has the same rule, which
# this package cannot import: a test holds the two together.
STARTS = frozenset("=+-@|%\t\r\n\0\u2212")
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
LONGEST = 1000  # characters of a cell

NO_HEADER = "The first row must name the columns: company, meeting_date, item, title, for and against at least."
NOT_CSV = "The file is no CSV in UTF-8."
TOO_LARGE = "The file is larger than a table of votes can be."


@dataclass(frozen=True, slots=True)
class Row:
    """One vote; numbers are None where the cell is empty."""

    line: int
    company: str
    cik: str | None
    meeting_date: date
    item: str
    title: str
    share_class: str | None
    counts: dict
    source: str | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row: its line in the file, the column, and a sentence without the cell's content."""

    line: int
    column: str
    sentence: str


def safe(value):
    """A cell that no spreadsheet takes for a formula. One that begins with an apostrophe gets another, which `plain`
    takes off again.
    """
    text = "" if value is None else str(value)
    seen = next((one for one in text if unicodedata.category(one) not in UNSEEN), "")
    begins = bool(text) and (text[0] in STARTS or unicodedata.normalize("NFKC", seen)[:1] in STARTS)
    spaced = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    return f"'{spaced}" if begins or text[:1] == "'" else spaced


def plain(text):
    """What stood in a cell before `safe`: the first apostrophe goes where `safe` would have put it."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and safe(text[1:])[:1] == "'" else text


def number_in(text):
    """A count from a cell, with or without thousands separators; None for an empty cell. ValueError for others."""
    text = text.replace(",", "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise ValueError
    return int(text)


def read(raw):
    """([Row], [Wrong]) of a CSV file as bytes. Rows with a mistake are left out; blank lines are nothing."""
    if len(raw) > LARGEST:
        raise Unreadable(TOO_LARGE)
    try:
        text = raw.decode("utf-8-sig")
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [name.strip().lower().replace(" ", "_") for name in next(lines, [])]
        if not set(NEEDED) <= set(header) or len(set(header)) != len(header):
            raise Unreadable(NO_HEADER)
        rows, wrong = [], []
        for cells in lines:
            if any(cell.strip() for cell in cells):
                row, mistakes = row_of(dict(zip(header, cells, strict=False)), lines.line_num, len(cells) - len(header))
                wrong += mistakes
                if not mistakes:
                    rows.append(row)
    except (UnicodeDecodeError, csv.Error):
        raise Unreadable(NOT_CSV) from None
    return rows, wrong


def row_of(cells, line, extra):
    wrong = []
    if extra > 0:
        wrong.append(Wrong(line, "", "The row has more cells than the first row names."))
    get = {name: plain(cells.get(name, "")) for name in COLUMNS}
    for name in NEEDED:
        if not get[name]:
            wrong.append(Wrong(line, name, "This cell must not be empty."))
    wrong += [Wrong(line, name, "This cell is too long.") for name in COLUMNS if len(get[name]) > LONGEST]
    counts = {}
    for name in NUMBERS:
        try:
            counts[name] = number_in(get[name])
        except ValueError:
            wrong.append(Wrong(line, name, "This is no whole number of votes."))
    try:
        day = date.fromisoformat(get["meeting_date"])
    except ValueError:
        day = None
        if get["meeting_date"]:
            wrong.append(Wrong(line, "meeting_date", "This is no date like 2026-05-20."))
    cik = get["cik"]
    if cik and not (cik.isascii() and cik.isdigit() and len(cik) <= 10):
        wrong.append(Wrong(line, "cik", "A CIK has up to ten digits."))
    row = Row(
        line,
        get["company"],
        cik.zfill(10) if cik else None,
        day,
        get["item"],
        get["title"],
        get["class"] or None,
        counts,
        get["source"] or None,
    )
    return row, wrong


def write(rows):
    """CSV text of Rows, with the columns that `read` takes."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out, quoting=csv.QUOTE_ALL)
    sheet.writerow(COLUMNS)
    for row in rows:
        values = [row.company, row.cik, row.meeting_date.isoformat(), row.item, row.title, row.share_class]
        sheet.writerow([safe(value) for value in [*values, *(row.counts.get(n) for n in NUMBERS), row.source]])
    return out.getvalue()
