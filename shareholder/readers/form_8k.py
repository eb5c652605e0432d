"""Item 5.07 of Form 8-K: what each ballot item got.

Source of the form's rules: Form 8-K, Item 5.07 (17 CFR 249.308). It has no tagged numbers, so this reads what people
wrote, in the layouts that filers use. It never guesses: what is not certain is handed back as unread, with its place.
"""

import re
from dataclasses import replace
from datetime import datetime

from shareholder.readers import checks
from shareholder.readers.ballot import Reading, Unread
from shareholder.readers.counts import NUMBER
from shareholder.readers.label_columns import Sideways
from shareholder.readers.labels import role_of
from shareholder.readers.page import Grid, Line
from shareholder.readers.source import documents_of
from shareholder.readers.titles import Headings
from shareholder.readers.vote_tables import State, Table
from shareholder.readers.vote_text import Run, has_pairs

HEADING = re.compile(r"\W*item\s*5\s?\.\s?07\b|.{0,120}\bitem\s*5\.07\b.{0,40}submission of matters", re.I | re.S)
OTHER_ITEM = re.compile(r"\W*item\s*\d{1,2}\s?\.\s?\d{2}\b|\W*section\s+\d\s*[.:–—-]", re.I)
END = re.compile(
    r"\W*(?:signatures?|exhibit\s+index|index\s+to\s+exhibits)\W*|pursuant to the requirements of the sec.*", re.I
)
AMENDED = re.compile(r"form\s*8\s*-\s*k\s*/\s*a\b|\bamendment\s+no", re.I)
DATE = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},\s+\d{4}"
HELD = re.compile(
    rf"\b(?:held|meeting|convened)\b[^.]{{0,120}}?({DATE})|\bOn\s+({DATE})[^.]{{0,160}}\b(?:held|meeting)", re.I
)
VOTES_SIZE = re.compile(r"(?<![\w.$])(?<!\w,)\d{1,3}(?:[, ]\d{3})++(?![\d,]*\d)")
SHORT = 300

UNKNOWN_NUMBER = "This number isn't part of a vote that could be read."
NO_ITEM = "There is no heading of Item 5.07; the whole document was read."
NOTHING = "No vote was found in Item 5.07."
DETAIL = re.compile(rf"[\s(]*(?:{NUMBER}|[\d.]+\s?%)[\s)%]*|[-–—\s]+", re.I)


def sliced(page):
    """The blocks of a page, with tables cut at rows that are headings of items."""
    for block in page.blocks:
        if isinstance(block, Line):
            yield block
            continue
        part = []
        for row in block.rows:
            text = page.of(row)
            if len(text) < SHORT and (HEADING.match(text) or OTHER_ITEM.match(text)):
                if part:
                    yield Grid(tuple(part))
                    part = []
                yield Line(row.start, row.end)
            else:
                part.append(row)
        if part:
            yield Grid(tuple(part))


def section_of(page):
    """The blocks under the headings of Item 5.07; None where there is no such heading."""
    blocks, inside, found = [], False, False
    for block in sliced(page):
        text = page.of(block) if isinstance(block, Line) else ""
        if text and HEADING.match(text) and len(text) < 2 * SHORT:
            inside = found = True
        elif text and len(text) < SHORT and (OTHER_ITEM.match(text) or END.fullmatch(text)):
            inside = False
        elif text and HEADING.match(text):
            inside = found = True
            blocks.append(block)
        elif inside:
            blocks.append(block)
    return blocks if found else None


class Section:
    """Walks through the blocks of Item 5.07 and collects what they say."""

    def __init__(self, page):
        self.page = page
        self.headings = Headings()
        self.run = Run(page, self.headings)
        self.state = State()
        self.items, self.unread = [], []
        self.label_open = False

    def read(self, blocks):
        for block in blocks:
            if isinstance(block, Grid):
                self.grid(block)
            else:
                self.line(block)
        self.close()

    def close(self):
        self.items += self.run.read()
        self.label_open = False

    def grid(self, grid):
        if Sideways.fits(grid):
            self.close()
            sideways = Sideways(self.page, self.headings)
            sideways.read(grid)
            self.items += sideways.items
            self.unread += sideways.unread
            return
        totals = {item.total() for item in self.items} - {None}
        before = replace(self.state)
        if not Table(self.page, Headings(), self.state, totals).read(grid):
            for row in grid.rows:
                self.line(row)
            return
        self.close()
        self.state = before
        table = Table(self.page, self.headings, self.state, totals)
        table.read(grid)
        self.items += table.items
        self.unread += table.unread

    def line(self, block):
        text = self.page.of(block)
        if not text.strip():
            return
        if self.label_open and DETAIL.fullmatch(text):
            self.run.add(block.start, block.end)
            self.label_open = False
        elif role_of(" ".join(text.split())):
            self.run.add(block.start, block.end)
            self.label_open = True
        elif has_pairs(text):
            self.run.add(block.start, block.end)
            self.label_open = False
        elif not DETAIL.fullmatch(text):
            self.close()
            self.headings.add(text, block.start)


def leftovers(page, blocks, items, unread):
    """Every number of a vote's size that nothing was made of, so that nobody takes silence for absence."""
    used = {value.start for item in items for value in item.counts.values()}
    known = {piece.start for piece in unread}
    out = []
    for block in blocks:
        for part in block.rows if isinstance(block, Grid) else [block]:
            text = page.of(part)
            is_open = any(part.start + found.start() not in used for found in VOTES_SIZE.finditer(text))
            if is_open and part.start not in known:
                out.append(Unread(UNKNOWN_NUMBER, " ".join(text.split()), part.start, part.end))
    return out


def meeting_date_in(page, blocks):
    """The day that the text says the meeting was held on: a hint, since such dates hold typing errors."""
    for block in blocks:
        parts = block.rows if isinstance(block, Grid) else [block]
        for part in parts:
            found = HELD.search(page.of(part))
            if found:
                return datetime.strptime(" ".join((found[1] or found[2]).split()), "%B %d, %Y").date()
    return None


def read_page(page):
    """(items, unread, doubts, meeting date) of one document."""
    blocks = section_of(page)
    unread = []
    if blocks is None:
        blocks = list(sliced(page))
        unread.append(Unread(NO_ITEM, "", 0, 0))
    section = Section(page)
    section.read(blocks)
    unread += section.unread
    text = "\n".join(page.of(block) for block in blocks if isinstance(block, Line))
    checks.settle_titles(section.items, text)
    doubts = checks.check(section.items)
    unread += leftovers(page, blocks, section.items, unread)
    if not section.items:
        unread.append(Unread(NOTHING, "", 0, 0))
    return section.items, unread, doubts, meeting_date_in(page, blocks)


def read(raw):
    """A filing of Form 8-K, or one document of it, as bytes to a Reading."""
    documents = documents_of(raw)
    main = next((document for document in documents if document.kind.startswith("8-K")), documents[0])
    page = main.page()
    amendment = main.kind.endswith("/A") or (not main.kind and bool(AMENDED.search(page.text[:3000])))
    items, unread, doubts, date = read_page(page)
    return Reading("8-K", amendment, page.text, items, unread, doubts, date)
