from django.db import models

from organize.models.group import Group
from organize.models.row import Row


class Retention(Row):
    """How many days a group keeps something, where it chose so itself. `period` names one of organize.inventory."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="retention")
    period = models.CharField(max_length=40)
    days = models.PositiveIntegerField()

    class Meta:
        ordering = ["period"]
        constraints = [models.UniqueConstraint(fields=["group", "period"], name="retention_once_per_group")]
