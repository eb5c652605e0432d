from django.db import models

from organize.models.row import Row
from organize.models.sourced import source_is_https
from shareholder.states import StateLaw


class Threshold(Row):
    """That a company may ask more of whoever files than Rule 14a-8 does, because it has chosen to be under a law."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    company = models.OneToOneField("organize.Company", on_delete=models.PROTECT, related_name="threshold")
    law = models.CharField(max_length=6, choices=StateLaw)
    says = models.TextField(max_length=1000)  # what it asks for, as the company's own papers say
    since_on = models.DateField(null=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [source_is_https("threshold")]
