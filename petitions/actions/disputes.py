"""A dispute about a published name: anyone may raise it, the organizers strike the name (errata.py) or decline.

Its words go at the letter's end (endings.py). Names stay public after that and may still be disputed: what is said then
goes a month later.
"""

import datetime
import unicodedata

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.marks import hidden_marks
from organize.moves import move
from organize.refusals import Refusal
from petitions import queries
from petitions.actions.batches import day_of
from petitions.models import Dispute, Letter, PublishedName
from petitions.states import DISPUTE_MOVES, DisputeKind, DisputeState

MOST_TEXT = 500
MOST_OPEN, MOST_OPEN_ABOUT_ONE = 1000, 5
KEPT_AFTER_THE_END = datetime.timedelta(days=30)


def dispute_name(*, facts, leaf, kind, text, at):
    """Tell the organizers that a published name (32-byte leaf) is disputed; the Dispute.

    No trail: it is nothing that a member of the group did. Nobody learns from it who wrote, or when in the day.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if kind not in DisputeKind.values or len(text) > MOST_TEXT or hidden_marks(text):
        raise Refusal(_("Choose what is wrong, and write at most 500 characters without hidden ones."))
    with transaction.atomic():
        # The letter's row is held, so that the limits cannot be passed by many at once.
        letter = queries.locked_letter(Letter(pk=facts.pk))
        if not PublishedName.objects.filter(letter=letter, leaf=leaf, identity__isnull=False).exists():
            raise Refusal(_("There is no published name to dispute here."), 404)
        waiting = Dispute.objects.filter(letter=letter, state=DisputeState.OPEN)
        if waiting.filter(leaf=leaf).count() >= MOST_OPEN_ABOUT_ONE or waiting.count() >= MOST_OPEN:
            raise Refusal(_("The organizers have been told already. Ask again once they have answered."), 409)
        return Dispute.objects.create(
            group_id=letter.group_id, letter=letter, leaf=leaf, kind=kind, text=text, day=day_of(at)
        )


def decline_dispute(*, dispute, answer, by, at):
    """Leave the name as it is, with a reason for the group's own record; the Dispute."""
    answer = answer.strip()
    if not answer or len(answer) > MOST_TEXT:
        raise Refusal(_("Give the reason in at most 500 characters."))
    with transaction.atomic():
        return move(dispute, "decline", moves=DISPUTE_MOVES, by=by, at=at, answer=answer)


def forget_words(*, letter, at):
    """Erase what was said in disputes of a letter that has ended, a month after each; how many. Leaves no trail."""
    old = Dispute.objects.filter(letter=letter, day__lte=day_of(at) - KEPT_AFTER_THE_END)
    return old.exclude(text="", answer="").update(text="", answer="")
