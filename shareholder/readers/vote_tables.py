"""Tables of votes with a header row: counts are taken by the column that they stand in, or not at all.

A number is taken for a count only where it stands under one label and no other number does, or where a row has exactly
as many numbers as there are labels; where both can be asked, both must agree.
"""

import re
from dataclasses import dataclass

from shareholder.readers.ballot import TABLE, Item, Unread
from shareholder.readers.columns import filled, flat, header_of
from shareholder.readers.counts import COUNT, FRACTION, PERCENT, WORDS, values_of
from shareholder.readers.labels import OTHER, role_of
from shareholder.readers.labels import PERCENT as PERCENT_COLUMN
from shareholder.readers.titles import is_class, is_generic, title_of
from shareholder.readers.vote_rows import is_column_name, is_enough, lines_of, names_others, place

OUTCOME = re.compile(r"(?:not |duly )*(?:approved|passed|failed|elected|rejected|ratified|adopted|carried)\W*", re.I)
AMBIGUOUS = "The numbers of this row don't match its columns one to one."
TOO_FEW = "This row has not enough labelled counts to be a vote."
NO_HEADER = "The row over this one names other columns, which are no counts that are known."
SMALL = "The numbers are far smaller than others of their table: percentages, or people and not shares."
LARGEST, SMALLEST = 1_000_000, 1_000  # in a table with counts of a million, a row without a thousand is no vote
UNNAMED = "Several groups of columns stand side by side, and nothing tells them apart."


@dataclass(slots=True)
class State:
    """What is carried from one table to the next."""

    header: object = None
    title: object = None  # the heading over rows that have a title of their own
    fresh: bool = False  # a header came alone, so that the next table may be its rows


class Table:
    """Reads one grid into items; `state` carries a header over to a table that goes on without one."""

    def __init__(self, page, headings, state, totals):
        self.page, self.headings, self.state, self.totals = page, headings, state, totals
        self.items, self.unread = [], []
        self.by_class = False  # the row before was a class of shares

    def read(self, grid):
        """Whether the grid is a table of votes."""
        header, before, seen, used, first = None, [], False, False, len(self.items)
        carried = self.state.header
        for row in grid.rows:
            numbers = self.numbers_in(row, header)
            if not numbers:
                before.append(row)
                continue
            found, rest = header_of(before)
            if not found and (header or carried) and self.is_new(before, numbers, header or carried):
                header = carried = self.state.header = None
                self.refuse(row, NO_HEADER)
                before = []
                continue
            if found or header:
                self.head(rest)
                header = found or header
                before = []
                seen = True
                self.row(row, header, certain=True)
            elif carried and len(numbers) == len(carried.roles) and len(carried.groups) == 1:
                self.head([filled(other) for other in before if filled(other)])
                before = []
                if self.row(row, carried, certain=False):
                    seen, used = True, True
            else:
                before = []  # whatever stands over numbers that are not votes is no header of votes
        self.drop_small(first)
        if used:
            self.state.fresh = False  # what comes after its own rows proves itself by its total
        found, rest = header_of(before)
        if header or seen:
            self.head(rest)
        elif found:
            self.head(rest)
            self.state.header, self.state.fresh = found, True
            return True
        if header:
            self.state.header, self.state.fresh = header, False
        return seen

    @staticmethod
    def is_new(before, numbers, header):
        """Whether rows since the last counts, or this row itself ("1 2 3" years), are a header that cannot be read."""
        return names_others(before, header) or [value.number for value in numbers] == [1, 2, 3]

    def drop_small(self, first):
        """Take back rows of a table whose counts cannot be shares beside those of its other rows."""
        found = self.items[first:]
        most = [max(value.number or 0 for value in item.counts.values()) for item in found]
        if max(most, default=0) < LARGEST:
            return
        self.items[first:] = [item for item, largest in zip(found, most, strict=True) if not 0 < largest < SMALLEST]
        for item, largest in zip(found, most, strict=True):
            if 0 < largest < SMALLEST:
                start = min(value.start for value in item.counts.values())
                end = max(value.end for value in item.counts.values())
                self.unread.append(Unread(SMALL, flat(self.page.text[start:end]), start, end))

    def numbers_in(self, row, header):
        """The counts of a row, as far as they can be told from the number of an item."""
        out = []
        for cell in filled(row):
            if header and cell.right <= header.left:
                continue
            out += [value for value in values_of(cell.text, cell.start) if value.kind == COUNT]
        if header:
            return out
        real = [value for value in out if value.number and value.number >= 100]
        return out if real or len(out) > 2 else []

    def head(self, rest):
        for cells in rest:
            text = flat(" ".join(cell.text for cell in cells))
            if not is_column_name(text):
                self.headings.add(text, cells[0].start)

    def row(self, row, header, certain):
        split = lines_of(row, header)
        if split is None:
            return self.refuse(row, AMBIGUOUS)
        read = False
        for cells in split:
            read = self.line(row, cells, header, certain) or read
        return read

    def line(self, row, cells, header, certain):
        values = [(cell, value) for cell, value in cells if value is not None]
        if values and all(value.kind in (PERCENT, FRACTION, WORDS) for _, value in values):
            return False
        read = False
        for number, group in enumerate(header.groups):
            last = len(header.groups) == number + 1
            begin = header.groups[number - 1][-1].right if number else -1
            border = group[-1].right if not last else None
            mine = [(c, v) for c, v in values if c.right > begin and (border is None or c.left < border)]
            words = [c for c, v in cells if v is None and begin <= c.left and c.right <= group[0].left]
            if not mine:
                continue
            if any(role_of(flat(cell.text)) == PERCENT_COLUMN for cell in words):
                continue
            if any(value.kind == WORDS for _, value in mine):
                return self.refuse(row, AMBIGUOUS)
            counts = place(mine, group) if certain or self.fits(mine, header) else None
            if counts is None:
                if not certain and not self.state.fresh:
                    return False
                return self.refuse(row, AMBIGUOUS)
            if not is_enough(counts):
                self.refuse(row, TOO_FEW)
                continue
            if len(header.groups) > 1 and not words and not header.names[number]:
                return self.refuse(row, UNNAMED)
            self.items.append(self.named(counts, words, header.names[number], row))
            read = True
        return read

    def fits(self, values, header):
        """Whether a row under another table's header proves itself: by following it at once, or by its total."""
        numbers = [value for _, value in values if value.kind != PERCENT]
        if len(numbers) != len(header.roles) or any(c.role in (OTHER, PERCENT_COLUMN) for c in header.groups[0]):
            return False
        total = sum(value.number or 0 for value in numbers)
        return self.state.fresh or total in self.totals

    def named(self, counts, words, group, row):
        """The item with its title: in its own row, in the rows above, or in the lines before the table."""
        heading = self.headings.take()
        words = [cell for cell in words if not OUTCOME.fullmatch(flat(cell.text))]
        fresh = [cell for cell in words if not cell.inherited]
        text = flat(" ".join(cell.text for cell in fresh))
        is_part = is_class(text) and (self.by_class or not is_generic(text))
        self.by_class = is_part
        own = title_of(text, fresh[0].start, in_row=True) if text and (is_part or not is_generic(text)) else None
        item = Item(counts, layout=TABLE)
        if heading:
            self.state.title = heading
        above = self.state.title
        inherited = flat(" ".join(cell.text for cell in words if cell.inherited))
        if inherited and not is_class(inherited) and not is_generic(inherited):
            above = self.state.title = title_of(inherited, words[0].start)
        if group and is_class(group):
            item.share_class, group = group, None
        if own and is_part:
            item.share_class, own = flat(text).rstrip(":"), None
        if own and own.numbered and own.text:
            self.state.title = own
            item.item, item.title, item.title_at, item.sponsored = own.item, own.text, own.at, own.sponsored
        elif own and own.text:
            item.title, item.title_at = own.text, own.at
            item.item = own.item or (above.item if above else None)
            if above and above.text and own.text[0].islower() and heading:
                item.title = f"{above.text} {own.text}"
            elif above:
                item.heading = above.text
        elif above:
            item.item, item.title, item.title_at = (own or above).item, above.text, above.at
            item.sponsored = above.sponsored
        if group:
            item.heading, item.title = item.title or item.heading, group
        return item

    def refuse(self, row, reason):
        text = self.page.of(row)
        self.unread.append(Unread(reason, flat(text), row.start, row.end))
        return False
