from django.conf import settings
from django.db import models
from django.db.models import Q

from organize.models.row import Row
from shareholder.models.resolution import Resolution
from shareholder.talk_states import Audience, Confidence, TalkPart


class Talk(Row):
    """A talk with the company about a resolution: its day, roles, and as many words as its confidence allows.

    It is erased with the resolution, and before that when the group's own time for it is over.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="talks")
    on = models.DateField()
    with_whom = models.JSONField(default=list)  # of TalkPart
    confidence = models.CharField(max_length=7, choices=Confidence)
    audience = models.CharField(max_length=7, choices=Audience, default=Audience.LEAD)
    summary = models.TextField(max_length=4000, blank=True)
    asks = models.TextField(max_length=2000, blank=True)
    follow_up = models.CharField(max_length=300, blank=True)
    follow_up_on = models.DateField(null=True)
    followed_on = models.DateField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "id"]
        indexes = [models.Index(fields=["follow_up_on"], name="talks_to_follow_up")]
        constraints = [
            models.CheckConstraint(
                name="off_the_record_has_no_words",
                condition=~Q(confidence=Confidence.OFF) | Q(summary="", asks="", follow_up=""),
            )
        ]

    @property
    def roles(self):
        """Who took part, in words."""
        return [label for value, label in TalkPart.choices if value in self.with_whom]
