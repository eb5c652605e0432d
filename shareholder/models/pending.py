from django.db import models

from organize.models.sourced import Sourced, source_is_https
from shareholder.models.resolution import Resolution


class PendingCommitment(Sourced):
    """What a resolution was withdrawn for: an editor of the group takes it into the campaign's public ledger, or not.

    It holds what organize's Commitment does, and nobody's name: it would tell the group who leads.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="pending_commitments")
    due_on = models.DateField(null=True)  # the last day; none was named when it is empty

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [source_is_https("pending_commitment")]
