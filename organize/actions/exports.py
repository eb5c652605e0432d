"""That a copy of everything a group owns was taken: on the trail before its first byte leaves."""

from django.db import transaction

from organize.moves import leave_trail


def record_export(*, group, by, at):
    """Write down that `by` takes everything that `group` owns; the group."""
    with transaction.atomic():
        leave_trail(group, "export", by=by, at=at)
    return group
