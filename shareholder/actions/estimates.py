"""What somebody says about a vote without insiders: stated with its source beside the counts, never among them."""

from django.db import transaction

from organize.actions.records import not_ahead
from shareholder.actions.steps import note_step
from shareholder.models import Estimate
from shareholder.states import EstimateKind


def state_estimate(*, resolution, kind, on, by, at, insider_votes=None, percent=None, **fields):
    """Write one down; the Estimate. Only the number of its kind is kept. fields: basis source source_url."""
    not_ahead(on, at)
    is_count = kind == EstimateKind.INSIDERS
    number = {"insider_votes": insider_votes} if is_count else {"percent": percent}
    with transaction.atomic():
        row = Estimate.objects.create(
            group_id=resolution.group_id, resolution=resolution, kind=kind, on=on, **number, **fields
        )
        note_step(resolution=resolution, verb="state estimate", by=by, at=at)
    return row


def remove_estimate(*, estimate, by, at):
    with transaction.atomic():
        note_step(resolution=estimate.resolution, verb="remove estimate", by=by, at=at)
        estimate.delete()
