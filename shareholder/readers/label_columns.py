"""Tables with the labels down the side and a column for each ballot item, or for each class of shares."""

from shareholder.readers.ballot import TABLE, Item, Unread
from shareholder.readers.columns import filled, flat, overlap
from shareholder.readers.counts import COUNT, NONE, WORDS, value_of
from shareholder.readers.labels import COUNTED, OTHER, PERCENT, role_of
from shareholder.readers.titles import is_class, is_generic, title_of
from shareholder.readers.vote_rows import is_enough

UNNAMED = "Several columns of counts stand side by side, and nothing says what each is about."
UNEVEN = "This row has not one number for each column."


def labelled(row):
    """(role, [(cell, Value)]) for a row that begins with a label; (None, []) for any other."""
    cells = filled(row)
    role = role_of(flat(cells[0].text)) if len(cells) > 1 else None
    if role not in COUNTED:
        return None, []
    values = [(cell, value_of(flat(cell.text), cell.start)) for cell in cells[1:]]
    return role, [(cell, value) for cell, value in values if value.kind in (COUNT, NONE, WORDS)]


class Sideways:
    """Reads one such grid. It is one where at least two labels have several numbers beside them."""

    def __init__(self, page, headings):
        self.page, self.headings = page, headings
        self.items, self.unread = [], []

    @staticmethod
    def fits(grid):
        wide = [values for role, values in map(labelled, grid.rows) if role and len(values) > 1]
        return len(wide) > 1 and all(value.kind != WORDS for values in wide for _, value in values)

    def read(self, grid):
        before, block = [], []
        for row in grid.rows:
            role, values = labelled(row)
            if role and role in {other for other, _, _ in block}:
                self.flush(before, block)
                before, block = [], []
            if role:
                block.append((role, values, row))
            elif filled(row):
                if block:
                    self.flush(before, block)
                    before, block = [], []
                before.append(row)
        self.flush(before, block)

    def flush(self, before, block):
        if not block:
            for row in before:
                self.heading(filled(row))
            return
        columns = max((values for _, values, _ in block), key=len)
        columns = [cell for cell, _ in columns]
        names = self.names(before, columns)
        counts = [{} for _ in columns]
        for role, values, row in block:
            placed = self.places(values, columns)
            if placed is None:
                self.refuse(row, UNEVEN)
                continue
            for place, value in placed:
                counts[place][role] = value
        for row in before:
            self.heading([cell for cell in filled(row) if not any(cell is name for name in names)])
        kept = [n for n, name in enumerate(names) if not name or role_of(flat(name.text)) not in (PERCENT, OTHER)]
        if len(kept) > 1 and any(not names[n] for n in kept):
            for _, _, row in block:
                self.refuse(row, UNNAMED)
            return
        self.emit([(names[n], counts[n]) for n in kept], block)

    def emit(self, found, block):
        common = None
        for name, counts in found:
            if not is_enough(counts):
                for _, _, row in block:
                    self.refuse(row, UNEVEN)
                return
            text = flat(name.text) if name else ""
            item = Item(counts, layout=TABLE)
            if not text or is_class(text) or is_generic(text):
                common = self.headings.take() or common
                title = common
                item.share_class = text if is_class(text) else None
            else:
                title = title_of(text, name.start, in_row=True)
                above = self.headings.take()
                if title.numbered and not title.text and above:
                    item.heading = above.text
            if title:
                item.item, item.title, item.title_at = title.item, title.text, title.at
                item.sponsored = title.sponsored
            self.items.append(item)

    @staticmethod
    def places(values, columns):
        """[(number of the column, Value)], or None where a number stands under none or two stand under one."""
        out = []
        for cell, value in values:
            under = [place for place, column in enumerate(columns) if overlap(cell, column)]
            if len(under) != 1 or value.kind == WORDS:
                break
            out.append((under[0], value))
        if len(out) == len(values) and len({place for place, _ in out}) == len(out):
            return out
        if len(values) == len(columns) and all(value.kind != WORDS for _, value in values):
            return [(place, value) for place, (_, value) in enumerate(values)]
        return None

    @staticmethod
    def names(before, columns):
        """The text over each column, in the last row that has one for all of them; else None for each."""
        for row in reversed(before):
            cells = filled(row)
            over = [[cell for cell in cells if overlap(cell, column)] for column in columns]
            found = [cells[0] if len(cells) == 1 else None for cells in over]
            if None not in found and len(set(found)) == len(columns):
                return found
            if len(cells) == len(columns) > 1 and not any(over):
                return cells
        return [None] * len(columns)

    def heading(self, cells):
        if cells:
            self.headings.add(flat(" ".join(cell.text for cell in cells)), cells[0].start)

    def refuse(self, row, reason):
        self.unread.append(Unread(reason, flat(self.page.of(row)), row.start, row.end))
