from django.db import models
from django.db.models import Q

from organize.models.row import Row
from organize.models.sourced import source_is_https
from shareholder.models.resolution import Resolution
from shareholder.states import EstimateKind


class Estimate(Row):
    """What somebody says the vote was without insiders, and who says so. It is never mixed with counts."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="estimates")
    kind = models.CharField(max_length=8, choices=EstimateKind)
    insider_votes = models.PositiveBigIntegerField(null=True)  # all taken to be against
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # as published
    basis = models.CharField(max_length=300)  # whose votes, and how they are known
    on = models.DateField()
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["-on", "id"]
        constraints = [
            source_is_https("estimate"),
            models.CheckConstraint(
                name="estimate_has_one_number",
                condition=Q(kind=EstimateKind.INSIDERS, insider_votes__isnull=False, percent__isnull=True)
                | Q(kind=EstimateKind.PERCENT, insider_votes__isnull=True, percent__gte=0, percent__lte=100),
            ),
        ]
