"""What somebody says about a published name. Not who they are: no address, no contact, no time finer than a day."""

from django.db import models

from organize.models.row import Row
from petitions.states import DisputeKind, DisputeState


class Dispute(Row):
    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="disputes")
    leaf = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=8, choices=DisputeKind)
    text = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=DisputeState, default=DisputeState.OPEN)
    day = models.DateField()
    answer = models.CharField(max_length=500, blank=True)  # why the organizers declined

    class Meta:
        ordering = ["day", "id"]  # the id is random: within a day the order says nothing
        indexes = [models.Index(fields=["letter", "state"], name="disputes_open")]
