"""Who asked for a campaign's updates, and which mail of which update still waits for whom. No date, no order."""

from django.db import models

from organize.models.campaign import Campaign
from organize.models.group import Group
from organize.models.row import Row
from organize.models.update import Update
from organize.states import UpdateMailState


class Subscriber(Row):
    """A mailbox that confirmed that it wants a campaign's updates (organize.subscriptions). Gone when it leaves.

    `since` is the first day of the month after that: a day would say with whom somebody came.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="subscribers")
    enclosed = models.BinaryField()
    tag = models.BinaryField(max_length=32)
    proof = models.BinaryField(max_length=32, unique=True)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "tag"], name="subscriber_once_a_campaign")]


class UpdateMail(Row):
    """One mail of one update to one subscriber: the row is gone once it was sent.

    A row that was handed over is never taken again: if the process that had it ended, that mail may not have gone out,
    and nobody gets it twice. No constraint on `subscriber`: that table is rewritten as a whole each day.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="mails")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    state = models.CharField(max_length=7, choices=UpdateMailState, default=UpdateMailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "subscriber"], name="update_mailed_once")]
        indexes = [models.Index(fields=["state", "id"], name="update_mails_waiting")]
