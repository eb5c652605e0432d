from django.db import models

from organize.models.campaign import Campaign
from organize.models.company import Company
from organize.models.group import Group
from organize.models.sourced import Sourced, source_is_https
from organize.states import CommitmentState


class Commitment(Sourced):
    """What was promised (`on`, `text`), by when, and what became of it.

    `demand` is the text of the demand it answers, as it was then; `demand_id` is that demand's key in whichever product
    it belongs to, so that nothing here has to know the product.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="commitments")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="commitments")
    state = models.CharField(max_length=8, choices=CommitmentState, default=CommitmentState.PROMISED)
    due_on = models.DateField(null=True)  # the last day; none was named when it is empty
    demand_id = models.UUIDField(null=True)
    demand = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-on", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="commitments_due")]
        constraints = [source_is_https("commitment")]


class Evidence(Sourced):
    """Why a commitment was moved to `state`, and who says so. Written once, with the move."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="evidence")
    state = models.CharField(max_length=8, choices=CommitmentState)
    number = models.PositiveIntegerField()  # 1, 2, … in the order in which it was judged

    class Meta:
        ordering = ["-number"]
        constraints = [
            source_is_https("evidence"),
            models.UniqueConstraint(fields=["commitment", "number"], name="evidence_number_once"),
        ]
