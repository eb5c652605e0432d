"""What a filing looks like once its markup is gone: one text, and the lines and tables within it by their offsets.

Every offset that a reader gives is a position in `Page.text`, so a page that shows the text can mark what was found.
"""

from dataclasses import dataclass, field

from shareholder.readers.refused import Unreadable

MOST_CELLS = 300_000  # of all tables; the largest proxy results have some thousand
MOST_COLUMNS = 1000  # as the HTML standard caps a colspan; a hostile one asks for a thousand million


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: `left` and `right` are columns of the table, or of characters in a typewritten table."""

    text: str
    start: int
    left: int
    right: int
    inherited: bool = False  # it stands in an earlier row and reaches into this one

    @property
    def end(self):
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int


@dataclass(slots=True)
class Page:
    text: str = ""
    blocks: list = field(default_factory=list)  # of Line and Grid, in the order of the text

    def of(self, block):
        """The text of a Line, a Row or a Cell."""
        return self.text[block.start : block.end]


class Writer:
    """Puts lines and tables down one after the other and keeps where each of them landed."""

    def __init__(self):
        self.parts = []
        self.length = 0
        self.blocks = []
        self.cells = 0

    def put(self, text):
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def line(self, text):
        if text:
            start = self.put(text)
            self.put("\n")
            self.blocks.append(Line(start, start + len(text)))

    def grid(self, rows):
        """Rows of (text, columns, rows) with the spans of HTML."""
        out = []
        open_cells = []  # (cell, rows that it still reaches into)
        for row in rows:
            begin = self.length
            taken = {column for cell, _ in open_cells for column in range(cell.left, cell.right)}
            cells = [Cell(cell.text, cell.start, cell.left, cell.right, True) for cell, _ in open_cells]
            reaching = [(cell, left - 1) for cell, left in open_cells if left > 1]
            column = 0
            for position, (text, width, height) in enumerate(row):
                while column in taken:
                    column += 1
                if column >= MOST_COLUMNS:
                    break
                if position:
                    self.put("\t")
                right = min(column + max(width, 1), MOST_COLUMNS)
                cell = Cell(text, self.put(text), column, right)
                cells.append(cell)
                if height > 1:
                    reaching.append((cell, height - 1))
                column = right
            self.cells += len(cells)
            if self.cells > MOST_CELLS:
                raise Unreadable("The document has more table cells than a filing can have.")
            open_cells = reaching
            end = self.length
            self.put("\n")
            out.append(Row(tuple(sorted(cells, key=lambda cell: cell.left)), begin, end))
        if out:
            self.blocks.append(Grid(tuple(out)))

    def typed(self, rows):
        """Rows of a typewritten table: each a line and its (text, left, right) pieces, with columns of characters."""
        out = []
        for line, pieces in rows:
            start = self.put(line)
            self.put("\n")
            cells = tuple(Cell(text, start + left, left, right) for text, left, right in pieces)
            out.append(Row(cells, start, start + len(line)))
        self.blocks.append(Grid(tuple(out)))

    def page(self):
        return Page("".join(self.parts), self.blocks)
