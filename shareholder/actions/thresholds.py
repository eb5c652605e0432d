"""That a company may ask more of whoever files than Rule 14a-8 does: written down, changed, taken away."""

from django.db import transaction

from organize.moves import leave_trail
from shareholder.models import Threshold


def write_threshold(*, company, by, at, **fields):
    """In place of what was written before; the Threshold. fields: law says since_on source source_url."""
    with transaction.atomic():
        fields["group_id"] = company.group_id
        row, _created = Threshold.objects.update_or_create(company=company, defaults=fields)
        leave_trail(row, "write", by=by, at=at)
    return row


def remove_threshold(*, threshold, by, at):
    with transaction.atomic():
        leave_trail(threshold, "remove", by=by, at=at)
        threshold.delete()
