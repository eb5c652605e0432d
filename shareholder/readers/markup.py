"""HTML as filers write it (nested tables, unclosed cells, hidden XBRL) to a Page."""

import re
from html.parser import HTMLParser

from shareholder.readers.page import Writer
from shareholder.readers.typed import put_typed

BREAKS = set("p div li ul ol h1 h2 h3 h4 h5 h6 hr center blockquote section article dl dt dd body form title".split())
UNSEEN = {"script", "style", "ix:header", "title"}
ALONE = set("br hr img input meta link col area base wbr".split())
INLINE = frozenset("a b em font i ins small span strong u".split())
RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top|top)|position\s*:\s*relative\s*;\s*(?:top|bottom)", re.I)
DEEPEST = 20  # tables within tables
NOTE = re.compile(r"[\d*†‡§#]{1,3}|[a-z]|i{1,3}|iv|v")
SPACES = re.compile(r"[ \t\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
NOTHING = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None) | {ord("\u2011"): "-"}


def tidy(text):
    """One space where the source has any, one line where the page has one, no invisible character."""
    lines = (SPACES.sub(" ", line).strip() for line in text.translate(NOTHING).split("\n"))
    return "\n".join(line for line in lines if line)


def span_of(value):
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else 1


class Table:
    def __init__(self):
        self.rows = []  # of rows of [pieces, columns, rows]; a piece is text or a Table
        self.row = None
        self.cell = None

    def open_row(self):
        self.row = []
        self.cell = None
        self.rows.append(self.row)

    def open_cell(self, attributes):
        if self.row is None:
            self.open_row()
        self.cell = [[], span_of(attributes.get("colspan")), span_of(attributes.get("rowspan"))]
        self.row.append(self.cell)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.writer = Writer()
        self.tables = []
        self.loose = []  # text outside of any cell
        self.skipping = None
        self.depth = 0
        self.raised = []  # [tag, pieces] of a superscript that is open
        self.typed = None
        self.ignored = 0  # tables that are open deeper than any filer means

    def handle_starttag(self, tag, attributes):
        if self.skipping:
            self.depth += tag == self.skipping
            return
        found = {name: value or "" for name, value in attributes}
        hidden = "display:none" in found.get("style", "").replace(" ", "").lower()
        if (tag in UNSEEN or hidden) and tag not in ALONE:
            self.skipping, self.depth = tag, 1
            return
        if tag == "sup" or (tag in INLINE and RAISED.search(found.get("style", ""))):
            self.raised.append([tag, []])
        elif tag == "pre":
            self.flush()
            self.typed = []
        elif tag == "table" and len(self.tables) >= DEEPEST:
            self.ignored += 1
        elif tag == "table":
            self.flush()
            self.tables.append(Table())
        elif tag == "tr" and self.tables:
            self.flush()
            self.tables[-1].open_row()
        elif tag in ("td", "th") and self.tables:
            self.flush()
            self.tables[-1].open_cell(found)
        elif tag == "br":
            self.write("\n", False)
        elif tag in BREAKS:
            self.pause()

    def handle_startendtag(self, tag, attributes):
        if tag in ALONE:
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if self.skipping:
            self.depth -= tag == self.skipping
            if not self.depth:
                self.skipping = None
            return
        if self.raised and self.raised[-1][0] == tag:
            self.lower()
        elif tag == "pre" and self.typed is not None:
            lines, self.typed = "".join(self.typed), None
            if self.tables:
                self.write(tidy(lines), False)
            else:
                put_typed(self.writer, lines)
        elif tag == "table" and self.ignored:
            self.ignored -= 1
        elif tag == "table" and self.tables:
            self.close_table()
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].cell = None
        elif tag == "tr" and self.tables:
            self.tables[-1].row = self.tables[-1].cell = None
        elif tag in BREAKS:
            self.pause()

    def lower(self):
        """A raised mark is written apart from its number, which it would otherwise make ten times as large."""
        _, pieces = self.raised.pop()
        text = tidy("".join(pieces))
        self.write(f"({text})" if NOTE.fullmatch(text) else text)

    def handle_data(self, data):
        if self.skipping:
            return
        if self.typed is not None:
            self.typed.append(data)
        else:
            self.write(data.replace("\n", " "))

    def write(self, text, may_raise=True):
        if self.raised and may_raise:
            self.raised[-1][1].append(text)
        elif self.tables and self.tables[-1].cell is not None:
            self.tables[-1].cell[0].append(text)
        elif not self.tables:
            self.loose.append(text)
        elif text.strip():
            self.tables[-1].open_row()  # text that stands in a table outside of any cell
            self.tables[-1].open_cell({})
            self.tables[-1].cell[0].append(text)

    def pause(self):
        if self.tables:
            if self.tables[-1].cell is not None:
                self.write("\n", False)
        else:
            self.flush()

    def flush(self):
        while self.raised:
            self.lower()
        if self.loose and not self.tables:
            text, self.loose = tidy("".join(self.loose)), []
            self.writer.line(text)

    def close_table(self):
        self.flush()
        table = self.tables.pop()
        table.rows = [row for row in table.rows if row]
        if not self.tables:
            self.put(table)
        elif self.tables[-1].cell is not None:
            self.tables[-1].cell[0].append(table)
        else:
            self.tables[-1].open_row()
            self.tables[-1].open_cell({})
            self.tables[-1].cell[0].append(table)

    def put(self, table):
        """A table to the page; one that only arranges other tables is taken apart into them."""
        if not any(is_arranging(piece) for row in table.rows for cell in row for piece in cell[0]):
            self.writer.grid([[(text_of(cell[0]), cell[1], cell[2]) for cell in row] for row in table.rows])
            return
        for row in table.rows:
            for pieces, _, _ in row:
                words = []
                for piece in pieces:
                    if is_arranging(piece):
                        self.writer.line(text_of(words))
                        words = []
                        self.put(piece)
                    else:
                        words.append(piece)
                self.writer.line(text_of(words))

    def page(self):
        self.close()
        while self.tables:
            self.close_table()
        self.flush()
        if self.typed:
            put_typed(self.writer, "".join(self.typed))
        return self.writer.page()


def is_arranging(piece):
    """Whether a piece of a cell is a table of more than one row (a single row is only a way to set a number)."""
    return isinstance(piece, Table) and (
        len(piece.rows) > 1 or any(is_arranging(inner) for row in piece.rows for cell in row for inner in cell[0])
    )


def text_of(pieces):
    words = []
    for piece in pieces:
        if isinstance(piece, Table):
            words += [" " + text_of(cell[0]) + " " for row in piece.rows for cell in row]
        else:
            words.append(piece)
    return tidy("".join(words))


def page_of_markup(source):
    """HTML as text to a Page."""
    reader = Reader()
    reader.feed(source)
    return reader.page()
