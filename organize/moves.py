"""Changing a row's state: one compare-and-swap, one line on the trail."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.models import Trail
from organize.refusals import Refusal

MOVED_ON = _("This cannot be done now: it has moved on in the meantime. Reload the page.")


def leave_trail(row, verb, *, by, at, count=None):
    """Write that `by` (a user, or None for the clock) did `verb` to `row` at `at`. `row` is a group or has one.

    count: of how many rows that belong to it, where a verb is about many at once.
    """
    return Trail.objects.create(
        group_id=row.pk if row._meta.label == "organize.Group" else row.group_id,
        actor=by,
        verb=verb,
        object_kind=row._meta.label_lower,
        object_id=row.pk,
        at=at,
        count=count,
    )


def move(row, verb, *, moves, by, at, **columns):
    """Take `row` along `moves` = {verb: (states it may come from, state it goes to)}; return the row.

    `columns` are written in the same statement. The database decides: Refusal (409) unless exactly one row was still
    in a state the verb allows, so two people, or two clocks, never both move it.
    """
    froms, to = moves[verb]
    with transaction.atomic():
        changed = type(row)._base_manager.filter(pk=row.pk, state__in=froms).update(state=to, **columns)
        if changed != 1:
            raise Refusal(MOVED_ON, 409)
        leave_trail(row, verb, by=by, at=at)
    row.state = to
    for name, value in columns.items():
        setattr(row, name, value)
    return row
