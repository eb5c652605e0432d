"""A list of companies as a table of text (CSV): read, checked row by row, written nowhere."""

import csv
import io
import unicodedata
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms.companies import DescribeForm

COLUMNS = tuple(DescribeForm.base_fields)  # name, kind, aliases, domains, ticker, cik
MOST_ROWS, MOST_TEXT = 1000, 300_000


@dataclass
class Row:
    """One row of the list. number: its line in the file, as spreadsheets count, the heading being line 1."""

    number: int
    name: str
    fields: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    fate: str = ""  # "new", "changed" or "same", once it is known what the group has


class ListForm(forms.Form):
    """A file, or its text pasted. Cleans to `rows`, and to `text`, so that what was checked can be sent again."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("CSV in UTF-8, with a heading line."))
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono"}),
        help_text=_("Columns: name, kind, aliases, domains, ticker, cik. Several in one cell: with ; between them."),
    )

    def clean(self):
        found = super().clean()
        upload, text = found.get("file"), found.get("text") or ""
        if upload is not None:
            if upload.size > MOST_TEXT:
                raise ValidationError(_("At most 300,000 characters in 1,000 rows, please."))
            try:
                text = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError(_("This file is not in UTF-8. Save it as CSV UTF-8.")) from None
        if len(text) > MOST_TEXT:
            raise ValidationError(_("At most 300,000 characters in 1,000 rows, please."))
        if not text.strip():
            raise ValidationError(_("Choose a file, or paste its text."))
        found["text"] = text
        found["rows"] = read_rows(text)
        return found


def read_rows(text):
    """[Row] of a CSV text; ValidationError when it is no such list. Cells are text: what looks like a formula is kept
    as its characters, hidden marks are an error of the row."""
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text.removeprefix("\ufeff")), newline=""), strict=True)
    try:
        heading = [cell.strip().lower() for cell in next(reader, [])]
        _check_heading(heading)
        rows = [_row(reader.line_num, heading, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        raise ValidationError(_("This is no CSV: a quotation mark is open, or a cell is too long.")) from None
    if not rows:
        raise ValidationError(_("There is a heading, and no row under it."))
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("At most 300,000 characters in 1,000 rows, please."))
    _mark_repeats(rows)
    return rows


def _check_heading(heading):
    if "name" not in heading:
        raise ValidationError(_("The first line has to name the columns, and one of them is “name”."))
    if len(set(heading)) != len(heading) or not set(heading) <= set(COLUMNS):
        raise ValidationError(
            _("The columns are %(columns)s, each at most once."), params={"columns": ", ".join(COLUMNS)}
        )


def _row(number, heading, cells):
    given = dict(zip(heading, cells, strict=False))
    row = Row(number, given.get("name", "").strip())
    if len(cells) != len(heading):
        row.errors.append(
            _("%(found)s cells instead of %(expected)s") % {"found": len(cells), "expected": len(heading)}
        )
        return row
    if "aliases" in given:
        given["aliases"] = given["aliases"].replace(";", "\n")
    kind = given.get("kind", "").strip().lower()
    form = DescribeForm(given | {"kind": kind or DescribeForm.base_fields["kind"].initial})
    if form.is_valid():
        row.fields = {name: form.cleaned_data[name] for name in heading if name != "kind" or kind}
    else:
        row.errors = [f"{name}: {sentence}" for name, found in form.errors.items() for sentence in found]
    return row


def _mark_repeats(rows):
    first = {}
    for row in rows:
        before = first.setdefault(row.name, row.number)
        if before != row.number and row.name:
            row.errors.append(_("This name stands in line %(line)s already.") % {"line": before})
