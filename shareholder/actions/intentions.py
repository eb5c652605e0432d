"""How investors say that they will vote: each its own decision, never an agreement."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.actions.records import not_ahead
from organize.refusals import Refusal
from shareholder.actions.steps import MOVED_ON, hold, note_step
from shareholder.models import Filing, Intention
from shareholder.states import TAKING_PART

LISTED = _("Only somebody who edits in the group decides what the public page says of investors.")
OWN_WORD = _("This investor says itself how it will vote. Nobody else changes that.")


def state_intention(*, resolution, investor, stance, why, on, listed, by, at, is_told=True):
    """What `investor` said on `on`, in place of what it said before; the Intention.

    is_told: False for whoever does not speak for the group, such as a lead from outside. Such a person puts nothing on
    the group's public page, and changes nothing that stands there. Refusal (409) where a filer says it here itself.
    """
    not_ahead(on, at)
    with transaction.atomic():
        hold(resolution.pk)
        before = Intention.objects.filter(resolution=resolution, investor=investor).first()
        if not is_told and (listed or (before and before.listed)):
            raise Refusal(LISTED, 403)
        if before and before.filing_id:
            raise Refusal(OWN_WORD, 409)
        fields = {"stance": stance, "why": why, "on": on, "listed": listed, "group_id": resolution.group_id}
        row, _made = Intention.objects.update_or_create(resolution=resolution, investor=investor, defaults=fields)
        note_step(resolution=resolution, verb="state intention", by=by, at=at)
    return row


def remove_intention(*, intention, by, at, is_told=True):
    """Take it away; what stands on the public page by the group's editors alone (is_told, as above)."""
    with transaction.atomic():
        row = _held(intention)
        if row.listed and not is_told:
            raise Refusal(LISTED, 403)
        if row.filing_id:
            raise Refusal(OWN_WORD, 409)
        note_step(resolution=row.resolution, verb="remove intention", by=by, at=at)
        row.delete()


def list_intention(*, intention, listed, by, at):
    """Put it on the public page, because the investor has made it public itself, or take it off; the Intention."""
    with transaction.atomic():
        row = _held(intention)
        row.listed = listed
        row.save(update_fields=["listed"])
        note_step(resolution=row.resolution, verb="list intention", by=by, at=at)
    return row


def _held(intention):
    """The row as it is now, its resolution locked; Refusal (409) where it is gone."""
    hold(intention.resolution_id)
    row = Intention.objects.filter(pk=intention.pk).first()
    if row is None:
        raise Refusal(MOVED_ON, 409)
    row.resolution = intention.resolution
    return row


def state_own_intention(*, filing, stance, why, on, by, at):
    """What a filer says of itself, in place of what stood there; the Intention. Only the group's editors list it.

    What they had put on the public page is taken off it: it is what the filer said before. Refusal (409) once the
    filer takes no part any more.
    """
    not_ahead(on, at)
    with transaction.atomic():
        _still_taking_part(filing)
        fields = {"stance": stance, "why": why, "on": on, "listed": False, "group_id": filing.group_id}
        row, _made = Intention.objects.update_or_create(
            resolution=filing.resolution, investor=filing.goes_by, defaults=fields | {"filing": filing}
        )
        note_step(resolution=filing.resolution, filing=filing, verb="state intention", by=by, at=at)
    return row


def remove_own_intention(*, filing, by, at):
    """A filer says nothing of its vote any more. Refusal (409) as above."""
    with transaction.atomic():
        _still_taking_part(filing)
        gone, _rows = Intention.objects.filter(filing=filing).delete()
        if gone:
            note_step(resolution=filing.resolution, filing=filing, verb="remove intention", by=by, at=at)


def _still_taking_part(filing):
    hold(filing.resolution_id)
    if not Filing.objects.filter(pk=filing.pk, state__in=TAKING_PART).exists():
        raise Refusal(MOVED_ON, 409)
