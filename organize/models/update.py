from django.db import models

from organize.models.campaign import Campaign
from organize.models.group import Group
from organize.models.row import Row
from organize.states import UpdateState


class Update(Row):
    """A short text of the group to everybody, on the campaign's public page."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="updates")
    state = models.CharField(max_length=9, choices=UpdateState, default=UpdateState.DRAFT)
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=10_000, blank=True)  # Markdown
    published_on = models.DateField(null=True)
    recipients = models.PositiveIntegerField(default=0)  # who had asked for it when it was published

    class Meta:
        ordering = ["-published_on", "id"]
