"""Lists that are pasted or uploaded: one form for their text, and one reader of those that are CSV."""

import csv
import io
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_ROWS, MOST_TEXT = 1000, 300_000
TOO_MUCH = _("At most 300,000 characters in 1,000 rows, please.")


class PastedForm(forms.Form):
    """A file, or its text pasted. Cleans to `text`, so that what was checked can be sent again."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("CSV in UTF-8, with a heading line."))
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono"}),
    )
    too_much = TOO_MUCH

    def clean(self):
        found = super().clean()
        upload, text = found.get("file"), found.get("text") or ""
        if upload is not None:
            if upload.size > MOST_TEXT:
                raise ValidationError(self.too_much)
            try:
                text = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError(_("This file is not in UTF-8. Save it as CSV UTF-8.")) from None
        if len(text) > MOST_TEXT:
            raise ValidationError(self.too_much)
        if not text.strip():
            raise ValidationError(_("Choose a file, or paste its text."))
        return found | {"text": text}


def plain(text):
    """NFC, without the mark that some programs put before a text."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def heading_of(text):
    """The names of the columns, in lower case, in the first line of a plain text. ValidationError when it is no CSV."""
    return _heading(_lines(text))


def rows_of(text):
    """Yield (line, {column: cell}, what is wrong with the row or "") under the heading of a plain text.

    Lines count as spreadsheets do, the heading being line 1; rows with nothing in them are passed over. Cells are text:
    what looks like a formula is kept as its characters. ValidationError where it is no CSV any more.
    """
    lines = _lines(text)
    heading = _heading(lines)
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            wrong = ""
            if len(cells) != len(heading):
                told = {"found": len(cells), "expected": len(heading)}
                wrong = _("%(found)s cells instead of %(expected)s") % told
            yield line, {name: cell.strip() for name, cell in zip(heading, cells, strict=False)}, wrong


def whole(text, read_row):
    """[read_row(line, cells, wrong)] of all rows of a plain text. ValidationError when there is none, or too many."""
    rows = [read_row(*row) for row in rows_of(text)]
    if not rows:
        raise ValidationError(_("There is a heading, and no row under it."))
    if len(rows) > MOST_ROWS:
        raise ValidationError(TOO_MUCH)
    return rows


def _lines(text):
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise ValidationError(_("This is no CSV: a quotation mark is open, or a cell is too long.")) from None


def _heading(lines):
    return [cell.strip().lower() for cell in next(lines, (0, []))[1]]
