"""What a copied campaign takes over of its letters: words and terms, never people, days, keys or codes."""

from django.db import transaction

from petitions.actions.letters import draft_letter
from petitions.actions.wording import write_translation
from petitions.models import Letter

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
