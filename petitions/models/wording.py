"""The words of a letter beside its first text: in other languages, and as they were before an edit."""

from django.conf import settings
from django.db import models

from organize.models.row import Row
from petitions.models.letter import Letter


class Translation(Row):
    """The letter in another language: an edited desk row until the freeze, and exact bytes from then on."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=7, choices=settings.LANGUAGES)
    title = models.CharField(max_length=200)
    body = models.TextField()
    demands = models.JSONField(default=list)  # one text for each demand of the letter, in its order
    letter_md = models.BinaryField(null=True)  # exact bytes as served, written once at the freeze

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["letter", "language"], name="translation_once_per_language")]


class Version(Row):
    """The words as they were before an edit. Kept until the freeze only: what was not signed is nobody's business."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()  # from 1
    replaced_at = models.DateTimeField()
    words = models.JSONField()  # {"title", "body", "language", "demands": [text], "addressees": [[name, title]]}

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="version_number_once")]
