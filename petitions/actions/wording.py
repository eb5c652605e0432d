"""A letter's other texts: translations until the freeze, and what the words were before an edit."""

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail
from organize.refusals import Refusal
from petitions import queries
from petitions.letter_text import BODY, DEMAND, MOST_BODY, TITLE, clean_line, clean_text
from petitions.models import Translation, Version
from petitions.states import WRITTEN

MOST_VERSIONS = 100
FROZEN = _("This letter can no longer be changed. What people sign stays what they signed.")


def _written(letter):
    """The letter's row, locked; Refusal once it is frozen."""
    held = queries.locked_letter(letter)
    if held.state not in WRITTEN:
        raise Refusal(FROZEN, 409)
    return held


def write_translation(*, letter, language, title, body, demands, by, at):
    """Put the letter into another language, or replace what was there; the Translation.

    demands: one text for each of the letter's, in its order. Addressees keep their names.
    """
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Choose one of the languages offered."))
    words = {
        "title": clean_line(title, most=200, sentence=TITLE),
        "body": clean_text(body, most=MOST_BODY, sentence=BODY),
        "demands": [clean_text(text, most=1000, sentence=DEMAND) for text in demands],
    }
    if not words["title"] or not words["body"] or not all(words["demands"]):
        raise Refusal(_("A translation has a title, a text and every demand."))
    with transaction.atomic():
        held = _written(letter)
        if language == held.language:
            raise Refusal(_("That is the language the letter is written in."))
        if len(words["demands"]) != held.demands.count():
            raise Refusal(_("A translation has as many demands as the letter, in the same order."))
        own = {"letter": held, "language": language}
        row, _made = Translation.objects.update_or_create(**own, defaults=words | {"group_id": held.group_id})
        leave_trail(held, "translate", by=by, at=at)
    return row


def remove_translation(*, letter, language, by, at):
    """Take a translation away before the freeze."""
    with transaction.atomic():
        held = _written(letter)
        held.translations.filter(language=language).delete()
        leave_trail(held, "remove translation", by=by, at=at)


def keep_version(*, letter, at):
    """Keep the words of a locked letter as they are now, before they are replaced; the oldest beyond 100 go."""
    latest = letter.versions.aggregate(latest=Max("number"))["latest"] or 0
    words = {
        "title": letter.title,
        "body": letter.body,
        "language": letter.language,
        "demands": list(letter.demands.values_list("text", flat=True)),
        "addressees": [list(pair) for pair in letter.addressees.values_list("name", "title")],
    }
    letter.versions.filter(number__lte=latest + 1 - MOST_VERSIONS).delete()
    own = {"letter": letter, "group_id": letter.group_id}
    return Version.objects.create(number=latest + 1, replaced_at=at, words=words, **own)
