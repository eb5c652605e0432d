"""Lists of companies, people in office or contracts as text (CSV): read, checked row by row, written nowhere."""

from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import pasted
from organize.forms.companies import ContractForm, DescribeForm, OfficeholderForm


@dataclass
class Row:
    """One row of a list. number: its line in the file, as spreadsheets count, the heading being line 1.

    name: what stands in the first of its form's columns that every row needs.
    """

    number: int
    name: str
    fields: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    fate: str = ""  # "new", "changed" or "same", once it is known what the group has


class ListForm(pasted.PastedForm):
    """Cleans to `rows` too."""

    row_form = DescribeForm
    once = ("name",)  # no two rows have the same in all of these columns
    is_whole = False  # whether a row stands for itself, or leaves what it does not name as it is

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        said = _("Columns: %(columns)s.") % {"columns": ", ".join(self.columns())}
        if "aliases" in self.columns():
            said = f"{said} {_('Several in one cell: with ; between them.')}"
        self.fields["text"].help_text = said

    @classmethod
    def columns(cls):
        return tuple(cls.row_form.field_order or cls.row_form.base_fields)

    @classmethod
    def needed(cls):
        """The columns without which no row holds."""
        fields = cls.row_form.base_fields
        return [name for name in cls.columns() if fields[name].required and fields[name].initial is None]

    def clean(self):
        found = super().clean()
        return found | {"rows": read_rows(found["text"], type(self))}


class PeopleForm(ListForm):
    row_form, once, is_whole = OfficeholderForm, ("name", "title", "from_on", "until_on"), True


class ContractsForm(ListForm):
    row_form, once, is_whole = ContractForm, tuple(ContractForm.field_order), True


def read_rows(text, kind):
    """[Row] of a CSV text by the rules of `kind`, a ListForm; ValidationError when it is no such list.

    Hidden marks are an error of the row.
    """
    text = pasted.plain(text)
    _check_heading(pasted.heading_of(text), kind)
    rows = pasted.whole(text, lambda number, given, wrong: _row(number, given, wrong, kind))
    _mark_repeats(rows, kind.once)
    return rows


def _check_heading(heading, kind):
    if not set(kind.needed()) <= set(heading):
        sentence = _("The first line has to name the columns; these have to be among them: %(columns)s.")
        raise ValidationError(sentence, params={"columns": ", ".join(kind.needed())})
    if len(set(heading)) != len(heading) or not set(heading) <= set(kind.columns()):
        raise ValidationError(
            _("The columns are %(columns)s, each at most once."), params={"columns": ", ".join(kind.columns())}
        )


def _row(number, given, wrong, kind):
    row = Row(number, given.get(kind.needed()[0], ""))
    if wrong:
        row.errors.append(wrong)
        return row
    if "aliases" in given:
        given["aliases"] = given["aliases"].replace(";", "\n")
    fields = kind.row_form.base_fields
    unsaid = {name: fields[name].initial for name in fields if fields[name].initial and not given.get(name)}
    form = kind.row_form(given | ({"kind": given["kind"].lower()} if given.get("kind") else {}) | unsaid)
    if form.is_valid():
        said = kind.columns() if kind.is_whole else [name for name in given if name not in unsaid]
        row.fields = {name: form.cleaned_data[name] for name in said}
    else:
        row.errors = [
            sentence if name == NON_FIELD_ERRORS else f"{name}: {sentence}"
            for name, found in form.errors.items()
            for sentence in found
        ]
    return row


def _mark_repeats(rows, once):
    first = {}
    for row in rows:
        what = tuple(str(row.fields.get(name)) for name in once) if row.fields else (row.name,)
        before = first.setdefault(what, row.number)
        if before != row.number and row.name:
            sentence = _("This name stands in line %(line)s already.")
            if len(once) > 1:
                sentence = _("The same stands in line %(line)s already.")
            row.errors.append(sentence % {"line": before})
