from django.db import models

from organize.models.campaign import Campaign
from organize.models.company import Company
from organize.models.group import Group
from organize.models.sourced import Sourced, source_is_https
from organize.states import ResponseKind


class Response(Sourced):
    """What somebody who decides said or did about a campaign, or that nothing came."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="responses")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=10, choices=ResponseKind)

    class Meta:
        ordering = ["-on", "id"]
        constraints = [source_is_https("response")]
