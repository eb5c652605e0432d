"""Joint statements for tests, made through the product's own actions. Plain functions."""

import datetime
import re

from organize import mail
from organize.actions import typed
from organize.models import TypedAsk
from petitions import statement_queries
from petitions.actions import joint_statements, revisions, sign_ons
from petitions.states import Authority
from tests import mailbox, make

NOW = make.NOW
CODE = re.compile(r"^[A-Z2-9]{5}-[A-Z2-9]{5}$", re.MULTILINE)
WORDS = {
    "title": "No cameras that know our faces",
    "body": "We are organizations of this port.\n\nNobody should be followed by a **camera**.",
    "demands": ["Sell no face recognition to the port.", "Say what was sold before."],
    "addressees": [("Robin Marsh", "chief executive, Meridian Systems"), ("The board", "Halden Vision")],
    "language": "en",
}
GERMAN = {
    "title": "Keine Kameras, die Gesichter kennen",
    "body": "Wir sind Vereine dieses Hafens.",
    "demands": ["Keine Gesichtserkennung für den Hafen.", "Sagen, was schon verkauft wurde."],
}
ASK = {
    "name": "Dockers United",
    "country": "NO",
    "domain": "dockers.example",
    "part_of": "",
    "representative": "Wilhelmina Sundqvist",
    "role": "secretary",
    "typed_address": "wilhelmina@dockers.example",
}
MONEY = {"assets": 5_000_000, "assets_on": datetime.date(2026, 6, 30), "may_count": True}


def draft(*, campaign=None, by=None, **words):
    campaign = campaign or make.campaign()
    return joint_statements.draft_statement(campaign=campaign, **WORDS | words, by=by, at=NOW)


def set_terms(statement, **terms):
    given = {"kind": "orgs", "currency": "", "articles": ["the"], "contacts": "decision"} | terms
    return joint_statements.set_statement_terms(statement=statement, **given, by=None, at=NOW)


def translate(statement, language="de", **words):
    revision = statement_queries.editable(statement)
    given = GERMAN | words
    return joint_statements.write_words(revision=revision, language=language, **given, by=None, at=NOW)


def opened(*, terms=None, languages=(), **parts):
    """A published statement that nobody has signed."""
    made = draft(**parts)
    set_terms(made, **terms or {})
    for language in languages:
        translate(made, language)
    return joint_statements.publish_statement(statement=made, by=None, at=NOW)


def of_investors(**parts):
    return opened(terms={"kind": "investors", "currency": "USD"}, **parts)


def send_codes(at=NOW):
    for pk in TypedAsk.objects.values_list("pk", flat=True):
        mail.send_typed(pk, at=at)


def code_of(address):
    """The last code that this mailbox got."""
    bodies = [one.body for one in mailbox.received() if one.to == [address]]
    return CODE.search(bodies[-1])[0]


def ask(statement, *, at=NOW, **fields):
    given = ASK | fields
    if "domain" in fields and "typed_address" not in fields:
        given["typed_address"] = f"somebody@{fields['domain']}"
    row = sign_ons.ask_sign_on(statement=statement, **given, at=at)
    _address, code = typed.make_code(row=row, at=at)  # as the job does that mails it
    row.delete()
    return code


def waiting(statement, *, at=NOW, **fields):
    """A sign-on whose representative typed the code, and that waits for the group."""
    return sign_ons.sign_on_by_code(statement=statement, code=ask(statement, at=at, **fields), at=at)


def listed(statement, *, at=NOW, **fields):
    return sign_ons.list_sign_on(sign_on=waiting(statement, at=at, **fields), by=None, at=at)


def recorded(statement, name, *, at=NOW, parent=None, authority=Authority.HAND, **fields):
    """An organization that an organizer confirmed."""
    given = {"country": "", "domain": "", "evidence": "A letter of its board"} | fields
    return sign_ons.record_sign_on(
        statement=statement, name=name, parent=parent, authority=authority, **given, by=None, at=at
    )


def proposed(statement, **words):
    """A new text, proposed to those who signed."""
    made = revisions.begin_revision(statement=statement, by=None, at=NOW)
    given = {name: WORDS[name] for name in ("title", "body", "demands")} | {"body": "A shorter text."} | words
    joint_statements.write_words(revision=made, language="en", **given, by=None, at=NOW)
    return revisions.propose_revision(revision=made, why="It is shorter now.", by=None, at=NOW)


def names(statement, **more):
    from petitions import rolls

    return [row.name for row in rolls.in_order(rolls.listed(statement, **more))]
