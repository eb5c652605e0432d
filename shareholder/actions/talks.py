"""Talks with a company: written down by those who work on the resolution, followed up, removed, and soon erased."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organize.actions.records import not_ahead
from organize.refusals import Refusal
from shareholder.actions.steps import MOVED_ON, note_step
from shareholder.models import Talk
from shareholder.talk_states import Confidence

NO_WORDS = _("Nothing of what was said off the record is kept: leave its words out.")


def note_talk(*, resolution, on, confidence, by, at, **fields):
    """Write a talk down; the Talk. fields: with_whom audience summary asks follow_up follow_up_on.

    The step says that one was written down, not of which day: co-filers may not be meant to know.
    """
    not_ahead(on, at)
    words = [fields.get(name, "") for name in ("summary", "asks", "follow_up")]
    if confidence == Confidence.OFF and any(words):
        raise Refusal(NO_WORDS)
    with transaction.atomic():
        row = Talk.objects.create(
            group_id=resolution.group_id, resolution=resolution, on=on, confidence=confidence, written_by=by, **fields
        )
        note_step(resolution=resolution, verb="note talk", by=by, at=at)
    return row


def follow_talk(*, talk, by, at):
    """What was to be done after a talk is done; the Talk."""
    with transaction.atomic():
        waiting = Talk.objects.filter(pk=talk.pk, follow_up_on__isnull=False, followed_on=None)
        if waiting.update(followed_on=at.date()) != 1:
            raise Refusal(MOVED_ON, 409)
        talk.refresh_from_db()
        note_step(resolution=talk.resolution, verb="follow talk", by=by, at=at)
    return talk


def remove_talk(*, talk, by, at):
    with transaction.atomic():
        note_step(resolution=talk.resolution, verb="remove talk", by=by, at=at)
        talk.delete()


def erase_talks(group, before):
    """Talks from before that day, those whose follow-up still lies ahead of it excepted; how many."""
    waits = Q(follow_up_on__gte=before, followed_on=None)
    return Talk.objects.filter(group=group, on__lt=before).exclude(waits).delete()[0]
