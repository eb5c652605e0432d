"""How investors say that they will vote: each its own decision, never an agreement."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.actions.records import not_ahead
from organize.refusals import Refusal
from shareholder.actions.steps import MOVED_ON, note_step
from shareholder.models import Filing, Intention
from shareholder.states import TAKING_PART

LISTED = _("Only somebody who edits in the group decides what the public page says of investors.")


def state_intention(*, resolution, investor, stance, why, on, listed, by, at, is_told=True):
    """What `investor` said on `on`, in place of what it said before; the Intention.

    is_told: False for whoever does not speak for the group, such as a lead from outside. Such a person puts nothing on
    the group's public page, and changes nothing that stands there.
    """
    not_ahead(on, at)
    with transaction.atomic():
        if not is_told and (listed or _is_listed(resolution, investor)):
            raise Refusal(LISTED, 403)
        fields = {"stance": stance, "why": why, "on": on, "listed": listed, "group_id": resolution.group_id}
        row, _made = Intention.objects.update_or_create(resolution=resolution, investor=investor, defaults=fields)
        note_step(resolution=resolution, verb="state intention", by=by, at=at)
    return row


def _is_listed(resolution, investor):
    return resolution.intentions.filter(investor=investor, listed=True).exists()


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
            resolution=filing.resolution, investor=filing.goes_by, defaults=fields
        )
        note_step(resolution=filing.resolution, filing=filing, verb="state intention", by=by, at=at)
    return row


def remove_own_intention(*, filing, by, at):
    """A filer says nothing of its vote any more. Refusal (409) as above."""
    with transaction.atomic():
        _still_taking_part(filing)
        gone, _rows = Intention.objects.filter(resolution=filing.resolution, investor=filing.goes_by).delete()
        if gone:
            note_step(resolution=filing.resolution, filing=filing, verb="remove intention", by=by, at=at)


def _still_taking_part(filing):
    if not Filing.objects.select_for_update().filter(pk=filing.pk, state__in=TAKING_PART).exists():
        raise Refusal(MOVED_ON, 409)


def remove_intention(*, intention, by, at, is_told=True):
    """Take it away; what stands on the public page by the group's editors alone (is_told, as above)."""
    if intention.listed and not is_told:
        raise Refusal(LISTED, 403)
    with transaction.atomic():
        note_step(resolution=intention.resolution, verb="remove intention", by=by, at=at)
        intention.delete()
