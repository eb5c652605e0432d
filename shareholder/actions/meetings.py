"""Companies' meetings, and what the group knows of a season's policy."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail
from organize.refusals import Refusal
from shareholder.models import Meeting, SeasonPolicy

KNOWN = _("There is such a meeting of that year already.")


def create_meeting(*, company, by, at, **fields):
    """`fields`: kind country year on last_on released_on stated_on stated_where definitive_on opens closes."""
    return _save(Meeting(group_id=company.group_id, company=company, **fields), "create", by=by, at=at)


def edit_meeting(*, meeting, by, at, **fields):
    for name, value in fields.items():
        setattr(meeting, name, value)
    return _save(meeting, "edit", by=by, at=at)


def _save(meeting, verb, *, by, at):
    try:
        with transaction.atomic():
            meeting.save()
            leave_trail(meeting, verb, by=by, at=at)
    except IntegrityError:
        raise Refusal(KNOWN, 409) from None
    return meeting


def write_policy(*, group, season, status, note, source, by, at):
    """What the staff of the SEC does in `season`, in place of what was written before; the SeasonPolicy."""
    with transaction.atomic():
        fields = {"status": status, "note": note, "source": source, "written_on": at.date()}
        row, _created = SeasonPolicy.objects.update_or_create(group=group, season=season, defaults=fields)
        leave_trail(row, "write", by=by, at=at)
    return row
