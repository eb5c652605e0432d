"""A joint statement: written, published, closed, delivered. Its later texts are in revisions.py."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.models.row import new_slug
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from petitions import rolls
from petitions.actions.letters import MOST_ADDRESSEES, MOST_DEMANDS
from petitions.letter_text import ADDRESSEE, BODY, DEMAND, MOST_BODY, TITLE, clean_line, clean_text
from petitions.models import Contact, JointStatement, Revision, SignOn, Wording
from petitions.states import (
    REVISION_MOVES,
    STATEMENT_MOVES,
    RevisionState,
    SignOnState,
    StatementKind,
    StatementState,
)

NOT_PUBLISHED = _("Publish the statement first.")
FROZEN = _("An organization has signed this text: it can no longer be changed. Write a new text and propose it.")
MOST_ARTICLES = 12


def locked(statement):
    """The statement's row as it is now, held until the transaction ends: whoever counts or freezes waits for it."""
    return JointStatement.objects.select_for_update(of=("self",)).select_related("group").get(pk=statement.pk)


def cleaned(title, body, demands):
    """The words of one language, cleaned; Refusal when something cannot be part of a text."""
    if len(demands) > MOST_DEMANDS:
        raise Refusal(_("A statement has at most 100 demands and 100 addressees."))
    words = {
        "title": clean_line(title, most=200, sentence=TITLE),
        "body": clean_text(body, most=MOST_BODY, sentence=BODY),
        "demands": [clean_text(text, most=1000, sentence=DEMAND) for text in demands],
    }
    if not words["title"] or not words["body"] or not all(words["demands"]):
        raise Refusal(_("A statement has a title and a text, and no empty demand."))
    return words


def cleaned_addressees(pairs):
    if len(pairs) > MOST_ADDRESSEES:
        raise Refusal(_("A statement has at most 100 demands and 100 addressees."))
    found = [[clean_line(part, most=200, sentence=ADDRESSEE) for part in pair] for pair in pairs]
    if not all(name for name, _office in found):
        raise Refusal(_("A demand or an addressee is empty."))
    return found


def draft_statement(*, campaign, title, body, demands, addressees, language, by, at):
    """A new statement of `campaign` with its first text. addressees: (name, title or "") pairs in order."""
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Choose one of the languages offered."))
    words, to = cleaned(title, body, demands), cleaned_addressees(addressees)
    with transaction.atomic():
        own = {"group_id": campaign.group_id}
        made = JointStatement.objects.create(campaign=campaign, title=words["title"], language=language, **own)
        revision = Revision.objects.create(statement=made, number=1, addressees=to, **own)
        Wording.objects.create(revision=revision, language=language, **words, **own)
        leave_trail(made, "draft", by=by, at=at)
    return made


def may_change(revision):
    """Whether nobody has signed this text or been asked to agree to it."""
    if revision.state == RevisionState.DRAFT:
        return True
    return revision.state == RevisionState.CURRENT and revision.frozen_on is None


def write_words(*, revision, language, title, body, demands, addressees=None, by, at):
    """Write the words of a revision in one language; the Wording. addressees belong to the first language alone.

    Refusal (409) once it is frozen, and for a translation that has another number of demands than the first text.
    """
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Choose one of the languages offered."))
    words = cleaned(title, body, demands)
    with transaction.atomic():
        statement = locked(revision.statement)
        held = Revision.objects.get(pk=revision.pk)
        if not may_change(held) or statement.state == StatementState.CANCELLED:
            raise Refusal(FROZEN, 409)
        is_first = language == statement.language
        others = held.wordings.exclude(language=language)
        compared = others if is_first else others.filter(language=statement.language)
        if any(len(row.demands) != len(words["demands"]) for row in compared):
            raise Refusal(_("Every language has the same number of demands, in the same order."), 409)
        if is_first and addressees is not None:
            held.addressees = cleaned_addressees(addressees)
            held.save(update_fields=["addressees"])
        defaults = words | {"group_id": held.group_id}
        row, _made = Wording.objects.update_or_create(revision=held, language=language, defaults=defaults)
        if is_first and held.number == 1:
            JointStatement.objects.filter(pk=statement.pk).update(title=words["title"])
        leave_trail(statement, "edit", by=by, at=at)
    return row


def remove_words(*, revision, language, by, at):
    """Take a translation out of a revision that may still change."""
    with transaction.atomic():
        statement = locked(revision.statement)
        held = Revision.objects.get(pk=revision.pk)
        if not may_change(held):
            raise Refusal(FROZEN, 409)
        if language == statement.language:
            raise Refusal(_("The statement keeps the language it was written in first."))
        held.wordings.filter(language=language).delete()
        leave_trail(statement, "remove translation", by=by, at=at)
    return held


def set_statement_terms(*, statement, kind, currency, articles, contacts, by, at):
    """How names are sorted, how long contacts are kept, and who signs; the last two only before publication.

    articles: words that do not count at the beginning of a name. currency: ISO 4217, for investors.
    """
    articles = [clean_line(one, most=20, sentence=_("These are too many words, or too long ones.")) for one in articles]
    if len(articles) > MOST_ARTICLES:
        raise Refusal(_("These are too many words, or too long ones."))
    if kind == StatementKind.INVESTORS and not currency:
        raise Refusal(_("Say in which currency assets are given."))
    with transaction.atomic():
        held = locked(statement)
        new = {"articles": articles, "kind": kind, "contacts": contacts}
        new["currency"] = currency if kind == StatementKind.INVESTORS else ""
        fixed = {name for name in ("kind", "currency", "contacts") if new[name] != getattr(held, name)}
        if fixed and held.state != StatementState.DRAFT:
            raise Refusal(
                _("Who signs, the currency and how long contacts are kept are fixed once it is published."), 409
            )
        JointStatement.objects.filter(pk=held.pk).update(**new)
        if articles != held.articles:
            _sort_again(held, articles)
        leave_trail(held, "set terms", by=by, at=at)
    for name, value in new.items():
        setattr(statement, name, value)
    return statement


def _sort_again(statement, articles):
    rows = list(SignOn.objects.filter(statement=statement).only("pk", "name"))
    for row in rows:
        row.sort_key = rolls.derived(row.name, articles=articles, pk=row.pk)["sort_key"]
    SignOn.objects.bulk_update(rows, ["sort_key"], batch_size=500)


def publish_statement(*, statement, by, at):
    """Give the statement its public address and take sign-ons from now on."""
    with transaction.atomic():
        held = locked(statement)
        move(statement, "publish", moves=STATEMENT_MOVES, by=by, at=at, address=new_slug(), opened_on=at.date())
        first = Revision.objects.get(statement=held, number=1)
        move(first, "adopt", moves=REVISION_MOVES, by=by, at=at, adopted_on=at.date())
    return statement


def close_statement(*, statement, by, at):
    """Take no more sign-ons. Those who wait can still be decided about, and whoever signed can still withdraw."""
    return move(statement, "close", moves=STATEMENT_MOVES, by=by, at=at, closed_on=at.date())


def reopen_statement(*, statement, by, at):
    return move(statement, "reopen", moves=STATEMENT_MOVES, by=by, at=at, closed_on=None)


def deliver_statement(*, statement, by, at):
    """Record that it was handed over; contacts that were kept until then are erased. Refusal while anybody waits."""
    with transaction.atomic():
        held = locked(statement)
        if held.sign_ons.filter(state=SignOnState.WAITING).exists():
            raise Refusal(_("Some organizations still wait for your decision. Decide about them first."), 409)
        if held.revisions.filter(state=RevisionState.PROPOSED).exists():
            raise Refusal(_("A new text is proposed. Put it in force or drop it first."), 409)
        move(statement, "deliver", moves=STATEMENT_MOVES, by=by, at=at, delivered_on=at.date())
        Contact.objects.filter(sign_on__statement=held).delete()
    return statement


def cancel_statement(*, statement, by, at):
    """Give it up: its public page is gone, and every contact is erased."""
    with transaction.atomic():
        held = locked(statement)
        move(statement, "cancel", moves=STATEMENT_MOVES, by=by, at=at, listed=False)
        Contact.objects.filter(sign_on__statement=held).delete()
    return statement


def list_statement(*, statement, listed, by, at):
    """Put it on the campaign's public page, or take it off; Refusal (409) unless everybody may read it."""
    with transaction.atomic():
        held = locked(statement)
        if listed and held.state in (StatementState.DRAFT, StatementState.CANCELLED):
            raise Refusal(NOT_PUBLISHED, 409)
        JointStatement.objects.filter(pk=held.pk).update(listed=listed)
        leave_trail(held, "list" if listed else "unlist", by=by, at=at)
    statement.listed = listed
    return statement
