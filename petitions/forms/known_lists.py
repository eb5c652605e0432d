"""A list of organizations that was pasted or uploaded: read, checked row by row, written nowhere."""

from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import CountryField, LetterText, pasted
from petitions import known_list
from petitions.forms.sign_ons import NOWHERE, Domain

COLUMNS = ("name", "country", "domain", "parent")
FAULTS = {
    "long": _("This line is too long to be a name. Take it out."),
    "hidden": _("There is a mark that cannot be seen in this line. Type it anew."),
    "many": _("At most 3,000 lines, please. From here on nothing was read."),
}
LIKENESS = {
    "same": _("only spelling differs"),
    "brackets": _("only what stands in brackets differs"),
    "look": _("looks alike, in other letters"),
    "short": _("one is the other’s short form"),
    "order": _("the same words in another order"),
    "spelling": _("one word differs a little"),
}


class _RowForm(forms.Form):
    name = LetterText(max_length=200)
    country = CountryField(nowhere=NOWHERE)
    domain = Domain(max_length=300, required=False)
    parent = LetterText(max_length=200, required=False)


@dataclass
class Row:
    """One organization as it would be taken in. made_of: [(spelling, [lines])] where it was merged or joined."""

    name: str
    lines: list
    fields: dict = field(default_factory=dict)
    made_of: list = field(default_factory=list)
    joined: bool = False
    alike: list = field(default_factory=list)  # [(sentence, other name)]
    is_known: bool = False
    is_once: bool = False  # the only one that stands there once, where others stand there more often
    errors: list = field(default_factory=list)


def read(text, known=()):
    """([Row], [(line, sentence)]) of a pasted list or a CSV. known: names that stand on the list already."""
    plain = pasted.plain(text)
    heading = [cell.strip().lower() for cell in plain.partition("\n")[0].split(",")]
    if "name" in heading and set(heading) <= set(COLUMNS):
        return _of_csv(plain, known)
    found, wrong = known_list.read(plain)
    rows = [_row(one) for one in known_list.note_alike(found, known)]
    often = sum(len(row.lines) > 1 for row in rows) * 2 > len(rows)
    for row, one in zip(rows, found, strict=True):
        row.is_once = often and one.seen == 1
        row.fields = {"name": row.name, "country": "", "domain": "", "parent": ""}
    return rows, [(number, FAULTS[fault]) for number, fault in wrong]


def _row(found):
    row = Row(found.name, found.lines, joined=found.joined)
    if len(found.spellings) > 1 or found.joined:
        row.made_of = list(found.spellings.items())
    row.alike = [(LIKENESS[kind], other) for kind, other in found.alike]
    row.is_known = any(kind == "same" for kind, _other in found.was)
    row.alike += [(LIKENESS[kind], other) for kind, other in found.was if kind != "same"]
    return row


def _of_csv(text, known):
    rows, wrong, number = [], [], 1
    try:
        for number, given, fault in pasted.rows_of(text):
            if len(rows) == known_list.MOST_LINES:
                wrong.append((number, FAULTS["many"]))
                break
            rows.append(_checked(number, given, fault))
    except ValidationError as error:
        wrong.append((number, error.message))
    merged = {}
    for row in rows:
        key = known_list.squeezed(row.name)
        first = merged.setdefault(key, row)
        if first is not row:
            first.lines += row.lines
            first.made_of = [*(first.made_of or [(first.name, first.lines[:1])]), (row.name, row.lines)]
            first.errors += row.errors
    sound = [row for row in merged.values() if not row.errors]
    found = [known_list.Found(row.name, {row.name: row.lines}) for row in sound]
    for row, one in zip(sound, known_list.note_alike(found, known), strict=True):
        told = _row(one)
        row.alike, row.is_known = told.alike, told.is_known
    names = {known_list.squeezed(name) for name in [*(row.name for row in merged.values()), *known]}
    for row in merged.values():
        if row.fields.get("parent") and known_list.squeezed(row.fields["parent"]) not in names:
            row.errors.append(_("parent: neither in this list nor on yours"))
    return list(merged.values()), wrong


def _checked(number, given, wrong):
    row = Row(given.get("name", ""), [number])
    if wrong:
        row.errors.append(wrong)
        return row
    form = _RowForm(given | {"country": given.get("country", "").upper()})
    if form.is_valid():
        row.fields = {name: form.cleaned_data[name] for name in COLUMNS}
        row.name = row.fields["name"]
    else:
        row.errors = [f"{name}: {sentence}" for name, found in form.errors.items() for sentence in found]
    return row


def told(flags):
    """[(sentence, other)] of pairs of a kind of likeness and what it is with."""
    return [(LIKENESS[kind], other) for kind, other in flags]


def as_text(rows, text, wrong):
    """What the field holds after a dry run: the clean names, one a line, without lines too long to be any.

    The text as it was where something in it has to be mended by hand.
    """
    is_csv = any(row.fields.get("parent") or row.fields.get("domain") or row.fields.get("country") for row in rows)
    is_mended = all(sentence == FAULTS["long"] for _number, sentence in wrong)
    if not is_mended or is_csv or any(row.errors for row in rows):
        return text
    return "\n".join(row.name for row in rows) + "\n"
