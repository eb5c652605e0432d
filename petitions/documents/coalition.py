"""A joint statement as it is handed over, with its organizations in columns; and the roll for programs."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext

from organize import countries, text
from organize.languages import spoken
from organize.paper import pdf
from organize.spreadsheets import csv_lines
from petitions import rolls, statement_queries
from petitions.documents.picture import square
from petitions.pages import sheet
from petitions.states import StatementKind

MOST_BALANCED = 120  # names in three columns that fit on a page


def public_address(statement):
    """The whole address at which everybody reads it."""
    return settings.PUBLIC_ORIGIN + reverse("petitions:statement-show", args=[statement.address])


def statement_pdf(statement, *, language=None):
    """The PDF of a public statement in a language that it has, else its first: text, counts, names in columns."""
    current, _way = statement_queries.texts_of(statement)
    wording = statement_queries.wording_in(current, language or statement.language, statement.language)
    groups, signed, _countries = statement_queries.roll_of(statement)
    title, html = sheet(statement_queries.md_of(current, wording))
    address = public_address(statement)
    with translation.override(spoken(wording.language)):
        data = {
            "words": {
                "over": gettext("Statement"),
                "address": gettext("Anyone can read it, and see who has signed, at"),
                "square": gettext("The address as a picture"),
                "names": gettext("Signed"),
                "lacks": gettext(
                    "A letter that no font of this document has is shown as □. The address above shows it."
                ),
            },
            "heading": title,
            "address": address,
            "square": square(address),
            "text": text.tree(html),
            "counts": _counts(statement, signed),
            "columns": _columns(groups),
        }
        return pdf("statement", data, language=wording.language, title=title)


def _columns(groups):
    """The names as three columns of about the same length; as one, which the page breaks, where they fill a page."""
    names = [{"name": row.name, "beneath": [one.name for one in affiliates]} for row, affiliates in groups]
    whole = sum(1 + len(one["beneath"]) for one in names)
    if whole > MOST_BALANCED:
        return [names]
    columns, done = [[], [], []], 0
    for one in names:
        columns[min(done * 3 // whole, 2)].append(one)
        done += 1 + len(one["beneath"])
    return columns


def _counts(statement, signed):
    said = [
        ngettext("%(n)s organization has signed.", "%(n)s organizations have signed.", signed) % {"n": signed},
        sum_said(statement),
    ]
    return [sentence for sentence in said if sentence]


def sum_said(statement):
    """The last rounded sum of assets as a sentence, "" where none was published."""
    if statement.kind != StatementKind.INVESTORS or statement.sum_shown is None:
        return ""
    shown = {
        "n": statement.sum_of,
        "sum": formats.number_format(statement.sum_shown, decimal_pos=0, use_l10n=True, force_grouping=True),
        "currency": statement.currency,
        "day": formats.date_format(statement.sum_on, "j F Y"),
    }
    return gettext("As of %(day)s, %(n)s of them together manage more than %(currency)s %(sum)s.") % shown


def roll_csv(statement):
    """Yield the public roll as CSV, affiliates after their parents. No amounts, no people, no mail domains."""
    rows = rolls.in_order(rolls.listed(statement).select_related("parent"))
    here = {row.pk for row in rows}
    return csv_lines(
        [gettext("Organization"), gettext("Part of"), gettext("Country"), gettext("Country code")],
        ((row.name, row.parent.name if row.parent_id in here else "", countries.name_of(row.country), row.country)
         for row in rows),
    )  # fmt: skip


def roll_json(statement):
    """What is public about a statement, for programs, as bytes: numbers, languages, and the roll in its order."""
    current, way = statement_queries.texts_of(statement)
    groups, signed, _countries = statement_queries.roll_of(statement)
    wording = statement_queries.wording_in(current, statement.language)
    found = {
        "title": wording.title,
        "url": public_address(statement),
        "state": statement.state,
        "kind": statement.kind,
        "text": current.number,
        "proposed_text": way.number if way is not None and way.proposed_on else None,
        "languages": sorted(row.language for row in current.wordings.all()),
        "addressees": [{"name": name, "title": title} for name, title in current.addressees],
        "signed": signed,
        "milestones": [{"organizations": int(n), "on": day} for n, day in sorted_milestones(statement)],
        "organizations": [_organization(row, affiliates) for row, affiliates in groups],
    }
    if statement.kind == StatementKind.INVESTORS and statement.sum_shown is not None:
        found["assets"] = {
            "at_least": str(statement.sum_shown), "currency": statement.currency, "investors": statement.sum_of,
            "on": statement.sum_on.isoformat(),
        }  # fmt: skip
    return json.dumps(found, ensure_ascii=False).encode()


def sorted_milestones(statement):
    """[(number as text, day as text)] from the smallest."""
    return sorted(statement.milestones.items(), key=lambda pair: int(pair[0]))


def _organization(row, affiliates=()):
    found = {"name": row.name, "country": row.country or None}
    return found | {"affiliates": [_organization(one) for one in affiliates]} if affiliates else found
