"""Pages of joint statements with a text in every place that people fill, for the test of what runs in a browser."""

import datetime
from types import SimpleNamespace
from uuid import UUID

from django.template.loader import render_to_string

from organize import text
from petitions.forms.known_lists import Row
from petitions.forms.sign_ons import SignOnForm
from petitions.forms.statements import EvidenceForm, KnownListForm, ProposeForm
from petitions.models import JointStatement, SignOn

KEY, DAY = UUID(int=1), datetime.date(2026, 1, 1)


class WithoutCountries(SignOnForm):
    """The form without its 250 countries, which nobody fills and which every payload would repeat."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["country"]


FORMS = [
    (WithoutCountries, SignOnForm.base_fields), (EvidenceForm, ("evidence",)), (ProposeForm, ("why",)),
    (KnownListForm, ("text", "evidence")),
]  # fmt: skip


def pages_of(payloads, one):
    """HTML of the public page and the desk's, without what is around them. one: what each page of the desk is given."""
    said = {"name": payloads[0], "role": payloads[0], "mailbox": payloads[0]}
    rows = [
        SignOn(pk=KEY, name=it, part_of=it, domain=it, evidence=it, authority="hand", state="listed", asked_on=DAY,
               decided_on=DAY, country="NO") for it in payloads
    ]  # fmt: skip
    for row, it in zip(rows, payloads, strict=True):
        row.contact_said, row.agreed = dict.fromkeys(said, it), False
    statement = JointStatement(slug="s", address="a" * 26, title=payloads[0], state="open", currency="USD")
    flags = [(it, row) for it, row in zip(payloads, rows, strict=True)]
    listed = [
        Row(it, [1], errors=[it], made_of=[(it, [1])], alike=[(it, it)]) if at % 2 else Row(it, [1], alike=[(it, it)])
        for at, it in enumerate(payloads)
    ]
    sheet = {"title": payloads[0], "html": text.render("\n\n".join(payloads)), "language": "en"}
    public = {
        "statement": statement, "address": statement.address, "sheet": sheet, "languages": ["en"], "signed": len(rows),
        "groups": [(row, [row]) for row in rows], "not_agreed": payloads, "proposed_sheet": sheet, "sum_said": "",
        "proposed": SimpleNamespace(why=payloads[0]), "agreed_next": {KEY}, "countries": [("NO", "Norway", 1)],
    }  # fmt: skip
    desk = one | {"statement": statement, "is_public": True}
    change = {"current": SimpleNamespace(frozen_on=DAY), "way": SimpleNamespace(why=payloads[0]), "is_proposed": True}
    sheets = {"old": (sheet["title"], sheet["html"]), "new": (sheet["title"], sheet["html"])}
    for name, context in (
        ("statement_show", public),
        ("sign_on_desk", desk | {"waiting": [(row, flags[:1]) for row in rows], "listed": rows, "declined": rows,
                                 "withdrawn": rows}),
        ("sign_on_edit", desk | {"row": rows[0], "said": said, "flags": flags, "suggested": rows, "is_going": True}),
        ("sign_on_import", desk | {"rows": listed, "merged": listed[1::2], "wrong": [(1, it) for it in payloads]}),
        ("statement_change", desk | change | sheets | {"agreed": rows, "missing": rows}),
        ("_shelf_statements", desk | {"items": [statement]}),
    ):  # fmt: skip
        html = render_to_string(f"petitions/{name}.html", context)
        yield html[html.index("<main") : html.rindex("</main>")] if "<main" in html else html
