"""Tables as CSV that no spreadsheet takes for formulas, whatever people wrote into them."""

import csv
import io
import unicodedata
from itertools import chain

# What begins a formula or a command in one spreadsheet or another; U+2212 is the minus sign that is not ASCII
STARTS = frozenset("=+-@|%\t\r\n\0\u2212")
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")  # what a spreadsheet may drop before it looks at the first character
BYTE_ORDER_MARK = "\ufeff"  # without it, one spreadsheet reads UTF-8 as something else


def inert(cell):
    """The text of a cell, with ' before it where its first character would make it more than text.

    Letters in full width or other disguise count as what they look like. Line ends, tabs and NUL become spaces.
    """
    text = str(cell)
    seen = next((one for one in text if unicodedata.category(one) not in UNSEEN), "")
    begins = bool(text[:1]) and (text[0] in STARTS or unicodedata.normalize("NFKC", seen)[:1] in STARTS)
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    return f"'{plain}" if begins else plain


def csv_lines(header, rows):
    """Yield a CSV file as text, a line at a time: comma, CR LF, every cell in quotes and inert."""
    line = io.StringIO(BYTE_ORDER_MARK, newline="")
    line.seek(0, io.SEEK_END)
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    for row in chain([header], rows):
        writer.writerow([inert(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
