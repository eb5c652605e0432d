"""Mails before days that are near: for those who turned them on, one a day at most, with nothing in them."""

import zoneinfo
from datetime import timedelta

from django.db import transaction

from organize.actions.post import leave_mail
from shareholder import board_queries
from shareholder.models import Reminder

DAYS_BEFORE = (30, 14, 7, 2, 0)
FROM_HOUR = 7  # of the person's own clock


def turn_reminders(*, on, by, at):
    """Turn the mails of `by` on or off; whether they are on."""
    if on:
        Reminder.objects.get_or_create(user=by, defaults={"looked_on": _local(by, at).date() - timedelta(days=1)})
    else:
        Reminder.objects.filter(user=by).delete()
    return on


def _local(user, at):
    return at.astimezone(zoneinfo.ZoneInfo(user.time_zone))


def remind(*, reminder, mail, at):
    """Leave the one mail of this person's day if a day is near; whether one was left. mail: {"subject", "text"}.

    Leaves no trail: what somebody is reminded of is nobody's business.
    """
    local = _local(reminder.user, at)
    today, before = local.date(), reminder.looked_on
    if local.hour < FROM_HOUR or today <= before:
        return False
    with transaction.atomic():
        mine = Reminder.objects.filter(pk=reminder.pk, looked_on=before).update(looked_on=today)
        if mine != 1 or not is_near(board_queries.calendar_of(reminder.user), before, today):
            return False
        leave_mail(to=reminder.user.mailbox, **mail)
    return True


def is_near(dues, before, today):
    """Whether any of `dues` came 30, 14, 7, 2 or 0 days near after the day `before`, up to `today`."""
    near = ((due.day - timedelta(days=days), due.day) for due in dues for days in DAYS_BEFORE)
    return any(before < day <= today <= last for day, last in near)
