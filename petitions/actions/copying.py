"""What a copied campaign takes over of its letters and statements: words and terms, never people, days or keys."""

from django.db import transaction

from petitions.actions.joint_statements import draft_statement, set_statement_terms, write_words
from petitions.actions.letters import draft_letter
from petitions.actions.wording import write_translation
from petitions.models import JointStatement, Letter, Revision

TERMS = ("tiers", "margin", "count_public", "deliver_at", "needed", "notice_hours", "offices", "roles")


def copy_letters(*, source, target, by, at):
    """A draft in campaign `target` for each letter of campaign `source`; the new letters, by title."""
    return [_copy(letter, target, by, at) for letter in Letter.objects.filter(campaign=source).order_by("title", "id")]


@transaction.atomic
def _copy(letter, campaign, by, at):
    made = draft_letter(
        campaign=campaign,
        title=letter.title,
        body=letter.body,
        demands=list(letter.demands.values_list("text", flat=True)),
        addressees=list(letter.addressees.values_list("name", "title")),
        language=letter.language,
        by=by,
        at=at,
    )
    terms = {name: getattr(letter, name) for name in TERMS}
    Letter.objects.filter(pk=made.pk).update(**terms)
    for row in letter.translations.all():
        words = {"title": row.title, "body": row.body, "demands": row.demands}
        write_translation(letter=made, language=row.language, **words, by=by, at=at)
    return made


def copy_statements(*, source, target, by, at):
    """A draft in campaign `target` for each joint statement of campaign `source`, without organizations, by title."""
    old = JointStatement.objects.filter(campaign=source).order_by("title", "id")
    return [_copy_statement(statement, target, by, at) for statement in old]


@transaction.atomic
def _copy_statement(statement, campaign, by, at):
    texts = Revision.objects.filter(statement=statement).prefetch_related("wordings").order_by("number")
    last = texts.filter(adopted_on__isnull=False).last() or texts.first()  # what was in force last, or is a draft
    rows = last.wordings.all()
    wordings = {row.language: {"title": row.title, "body": row.body, "demands": row.demands} for row in rows}
    first = wordings.pop(statement.language)
    who = {"by": by, "at": at}
    addressees = [tuple(pair) for pair in last.addressees]
    own = {"campaign": campaign, "language": statement.language, "addressees": addressees}
    made = draft_statement(**own, **first, **who)
    terms = {name: getattr(statement, name) for name in ("kind", "currency", "articles", "contacts")}
    set_statement_terms(statement=made, **terms, **who)
    for language, words in wordings.items():
        write_words(revision=made.revisions.get(), language=language, **words, **who)
    return made
