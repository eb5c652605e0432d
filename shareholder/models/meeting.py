from django.db import models

from organize.models.row import AddressedRow, Row
from shareholder.states import MeetingKind


class Meeting(AddressedRow):
    """A company's meeting, and the days from which every deadline follows. Any of them may be unknown yet."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("organize.Company", on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=7, choices=MeetingKind, default=MeetingKind.ANNUAL)
    country = models.CharField(max_length=5, default="US")  # whose rules apply: shareholder.rulebook
    year = models.PositiveSmallIntegerField()
    on = models.DateField(null=True)
    last_on = models.DateField(null=True)  # the annual meeting before
    released_on = models.DateField(null=True)  # the last proxy statement was released to shareholders
    stated_on = models.DateField(null=True)  # the deadline that the company printed: it wins over what is computed
    stated_where = models.CharField(max_length=300, blank=True)
    definitive_on = models.DateField(null=True)  # the definitive proxy is, or is planned to be, filed
    opens = models.TimeField(null=True)  # hours of its principal office, where they are disclosed
    closes = models.TimeField(null=True)

    class Meta:
        ordering = ["-year", "id"]
        constraints = [models.UniqueConstraint(fields=["company", "kind", "year"], name="one_meeting_of_a_kind_a_year")]


class SeasonPolicy(Row):
    """What the staff of the SEC says it does in one season, as the group has read it: over what the rulebook holds."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    season = models.CharField(max_length=7)  # "2026-27"
    status = models.CharField(max_length=100)
    note = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=300)
    written_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "season"], name="one_policy_a_season")]
