"""What a campaign's pages and the desk show of joint statements. Named in settings; no clock is read here."""

import datetime
import uuid

from django.conf import settings
from django.urls import reverse

from organize.timeline import Event
from petitions import statement_queries
from petitions.documents import coalition

WORDS = "petitions/statement_event.txt"


def statements(campaign):
    """The joint statements of a campaign, with how many have signed and how many wait."""
    rows = list(statement_queries.statements_of(campaign))
    return {"template": "petitions/_shelf_statements.html", "items": rows}


def attention(group):
    """Statements on which organizations wait for a decision."""
    waiting = list(statement_queries.waiting_statements(group))
    return {"template": "petitions/_shelf_sign_ons.html", "items": waiting}


def public_statements(campaign):
    """What everybody reads of the statements that the group has put on the campaign's page; a statement that is not
    listed leaves no trace here."""
    listed = statement_queries.listed_statements(campaign)
    return {
        "name": "statements",
        "template": "petitions/_public_statements.html",
        "items": [{"statement": one, "sum_said": coalition.sum_said(one)} for one in listed],
        "events": [event for one in listed for event in _events(one)],
        "numbers": [_numbers(one) for one in listed],
        "demands": {key: text for one in listed for key, text in _demands(one, one.in_force)},
    }


def demands(campaign):
    """[(key, text)] of all demands of a campaign's published statements, for the desk."""
    found = statement_queries.texts_in_force(campaign)
    return [
        (key, f"{revision.statement.title}: {text}")
        for revision in found
        for key, text in _demands(revision.statement, revision)
    ]


def _demands(statement, revision):
    """(key, text): the key is the same for the demand of that number in that revision, always."""
    wording = statement_queries.wording_in(revision, statement.language)
    for number, text in enumerate(wording.demands, start=1):
        yield uuid.uuid5(statement.pk, f"{revision.number}.{number}"), text


def _events(statement):
    href = reverse("petitions:statement-show", args=[statement.address])

    def event(kind, on, key="", row=None, **more):
        return Event(f"statement-{statement.address}-{kind}{key}", on, kind, WORDS, row or statement, href=href, **more)

    yield event("statement-opened", statement.opened_on)
    for number, day in coalition.sorted_milestones(statement):
        row = {"title": statement.title, "n": int(number)}
        yield event("statement-milestone", datetime.date.fromisoformat(day), f"-{number}", row=row)
    revision = statement.in_force
    if revision.number > 1:
        yield event("statement-changed", revision.adopted_on, f"-{revision.number}", text=revision.why)
    if statement.delivered_on:
        yield event("statement-delivered", statement.delivered_on)


def _numbers(statement):
    return {
        "title": statement.title,
        "url": settings.PUBLIC_ORIGIN + reverse("petitions:statement-show", args=[statement.address]),
        "state": statement.state,
        "organizations": statement.signed,
    }
