"""What every recorded fact has: a date as exact as its source gives it, and the source."""

from django.db import models
from django.db.models import Q

from organize.models.row import Row
from organize.states import Grain


def source_is_https(name):
    """The constraint that a source's address can stand in a link: nothing but https, whoever writes the row."""
    return models.CheckConstraint(
        name=f"{name}_source_is_https", condition=Q(source_url="") | Q(source_url__startswith="https://")
    )


class Sourced(Row):
    """`on` is the first day of the month or year when `grain` says that only those are known."""

    on = models.DateField()
    grain = models.CharField(max_length=5, choices=Grain, default=Grain.DAY)
    text = models.TextField(max_length=4000, blank=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        abstract = True
