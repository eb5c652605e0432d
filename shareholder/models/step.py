from django.conf import settings
from django.db import models

from organize.models.row import Row
from organize.models.trail import AppendOnly
from shareholder.models.filing import Filing
from shareholder.models.resolution import Resolution
from shareholder.states import Document
from shareholder.terms import LABELS


class Step(Row):
    """What was done or happened, on which day, and who wrote it down when. Written once, never changed.

    A resolution has its own trail, because the group's trail is read by everybody in the group and would tell who
    files. `number` counts from 1 in the order of writing, which is not that of the days: late typing is normal.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="steps")
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, null=True, related_name="steps")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    state = models.CharField(max_length=20)  # of the resolution or the filing, after it
    on = models.DateField()
    note = models.TextField(max_length=2000, blank=True)
    document = models.CharField(max_length=13, choices=Document, blank=True)
    warnings = models.JSONField(default=list)  # short names of what the rulebook found odd about the day
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-on", "-number"]
        constraints = [models.UniqueConstraint(fields=["resolution", "number"], name="step_number_once")]

    @property
    def label(self):
        return LABELS.get(self.verb, self.verb)
