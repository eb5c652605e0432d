"""Signatures on paper: a sheet, and its rows as a table of text (CSV), read, checked row by row, written nowhere."""

import hashlib
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize import countries, mailbox
from organize.forms import DayInput, PlainText, pasted
from petitions import name_rules, names
from petitions.actions.supporting import Said, organizations

COLUMNS = ("name", "mailbox", "country", "public", "updates")
MOST_SCAN = 30 * 1024 * 1024
YES, NO = frozenset({"yes", "y", "x", "1", "true"}), frozenset({"", "no", "n", "0", "false"})


class SheetForm(forms.Form):
    label = PlainText(label=_("Name of the sheet"), max_length=80, help_text=_("As you find it again: “Market, 12”."))
    total = forms.IntegerField(label=_("Valid signatures on it"), min_value=1, max_value=100_000)
    collected_on = forms.DateField(label=_("Day"), widget=DayInput)
    scan = forms.FileField(
        label=_("Its scan"), required=False,
        help_text=_("Only its fingerprint is kept, so that you can show later which scan was counted. Keep the scan."),
    )  # fmt: skip

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        if scan is not None and scan.size > MOST_SCAN:
            raise ValidationError(_("A scan has at most 30 MB."))
        return scan

    def columns(self):
        """What `record_sheet` takes."""
        found = dict(self.cleaned_data)
        scan, digest = found.pop("scan"), hashlib.sha256()
        for chunk in scan.chunks() if scan is not None else ():
            digest.update(chunk)
        return found | {"scan_sha256": digest.hexdigest() if scan is not None else ""}


@dataclass
class Row:
    """One row. number: its line in the file, the heading being line 1."""

    number: int
    name: str
    mailbox: str = ""
    said: Said = None
    errors: list = field(default_factory=list)


class RowsForm(pasted.PastedForm):
    """Cleans to `rows` too."""

    def __init__(self, *args, petition, **kwargs):
        super().__init__(*args, **kwargs)
        self.most_updates = len(organizations(petition))
        self.fields["text"].help_text = _(
            "Columns: name, mailbox, country (two letters), public (yes or no), updates (numbers with ;)."
        )

    def clean(self):
        found = super().clean()
        return found | {"rows": read_rows(found["text"], self.most_updates)}


def read_rows(text, most_updates):
    """[Row] of a CSV text; ValidationError when it is no such list."""
    text = pasted.plain(text)
    heading = pasted.heading_of(text)
    if "name" not in heading or len(set(heading)) != len(heading) or not set(heading) <= set(COLUMNS):
        raise ValidationError(
            _("The first line names the columns %(columns)s, each at most once, and “name” in any case."),
            params={"columns": ", ".join(COLUMNS)},
        )
    rows = pasted.whole(text, lambda number, given, wrong: _row(number, given, wrong, most_updates))
    _mark_repeats(rows)
    return rows


def _row(number, given, wrong, most_updates):
    row = Row(number, name_rules.tidy(given.get("name", "")))
    if wrong:
        row.errors.append(wrong)
        return row
    if fault := name_rules.fault_of_name(row.name):
        row.errors.append(names.SENTENCES[fault])
    typed, country, public = given.get("mailbox", ""), given.get("country", "").upper(), given.get("public", "").lower()
    row.mailbox = mailbox.canonical(typed) or ""
    if typed and not row.mailbox:
        row.errors.append(_("This is not a plain mail address."))
    if country and country not in countries.names():
        row.errors.append(_("A country is written with its two letters."))
    if public not in YES | NO:
        row.errors.append(_("Whether a name is public is yes or no."))
    updates = [one.strip() for one in given.get("updates", "").split(";") if one.strip()]
    if not all(one.isascii() and one.isdigit() and 1 <= int(one) <= most_updates for one in updates):
        row.errors.append(_("Updates are numbers of the organizations, from 1, with ; between them."))
    if not row.errors:
        row.said = Said(row.name, country, public in YES, sorted({int(one) - 1 for one in updates}))
    return row


def _mark_repeats(rows):
    first = {}
    for row in rows:
        before = first.setdefault(row.mailbox, row.number)
        if row.mailbox and before != row.number:
            row.errors.append(_("This address stands in line %(line)s already.") % {"line": before})
