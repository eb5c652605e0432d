"""What filers hold together, from the bands that they declared: weighed by the clock on set days, shown by bands.py."""

from django.db import transaction

from shareholder import bands
from shareholder.actions.steps import note_step
from shareholder.models import Filing, Resolution
from shareholder.states import AT_COMPANY, LIVE

FIRST_DAYS = 7  # of a month, in which it is weighed once: a clock that was away finds one of them


def weigh_bands(*, at):
    """The clock: each live resolution's total, once a month. How many resolutions were looked at.

    A total is replaced or it stays: nobody's coming or going takes it away, which would tell of that one.
    """
    if at.day > FIRST_DAYS:
        return 0
    first, weighed = at.date().replace(day=1), 0
    due = Resolution.objects.filter(state__in=LIVE).exclude(weighed_on__gte=first)
    for resolution in due.order_by("pk"):
        with transaction.atomic():
            ours = Resolution.objects.filter(pk=resolution.pk).exclude(weighed_on__gte=first)
            if ours.update(weighed_on=at.date()) != 1:
                continue  # another clock was here first
            _weigh(resolution, at)
        weighed += 1
    return weighed


def _weigh(resolution, at):
    rows = list(resolution.filings.all())
    seated = set(resolution.seats.values_list("user", flat=True))
    counted = {row.pk for row in rows if _counts(row, seated)}
    total = bands.new_total(
        [
            bands.Contribution(
                who=row.user_id or row.pk, bound=int(row.band) if row.pk in counted else 0,
                was_in=row.is_in_total, has_moved=row.is_moved,
            )
            for row in rows
        ]
    )  # fmt: skip
    if total is None:
        return
    Resolution.objects.filter(pk=resolution.pk).update(total=total, total_on=at.date())
    Filing.objects.filter(resolution=resolution).update(is_in_total=False, is_moved=False)
    Filing.objects.filter(pk__in=counted).update(is_in_total=True)
    note_step(resolution=resolution, verb="weigh bands", by=None, at=at)


def _counts(filing, seated):
    """Whether its band is added up: its papers are at the company, and a person stands behind it who gives no places.

    Whoever has a seat knows its own band, and would only make the others fewer.
    """
    if filing.state not in AT_COMPANY:
        return False
    if filing.user_id is None or filing.user_id in seated:
        return False
    return bool(filing.band)
