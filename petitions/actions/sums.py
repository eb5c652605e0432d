"""What investors manage together: weighed by the clock once a day, shown only at set points (petitions.assets)."""

from django.db import transaction

from petitions import assets, rolls
from petitions.actions.joint_statements import locked
from petitions.models import JointStatement, SignOn
from petitions.states import StatementKind, StatementState


def weigh_assets(*, statement, at):
    """Publish a new rounded sum if it may be; whether it was. No trail: the clock only reads what is listed."""
    with transaction.atomic():
        held = locked(statement)
        if held.kind != StatementKind.INVESTORS or held.state not in (StatementState.OPEN, StatementState.CLOSED):
            return False
        rows = assets.counted(list(rolls.listed(held)))
        if not assets.may_show(rows, held.sum_of):
            return False
        shown = assets.rounded(sum(row.assets for row in rows))
        JointStatement.objects.filter(pk=held.pk).update(sum_shown=shown, sum_of=len(rows), sum_on=at.date())
        SignOn.objects.filter(statement=held).update(is_in_sum=False)
        SignOn.objects.filter(pk__in=[row.pk for row in rows]).update(is_in_sum=True)
    return True
