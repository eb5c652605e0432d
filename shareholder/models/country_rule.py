from types import MappingProxyType

from django.conf import settings
from django.db import models

from organize.models.row import Row
from shareholder.rule_states import Counting, RuleState
from shareholder.rulebook.rules import Rule


class CountryRule(Row):
    """A rule of a country other than the United States as the group has written it down.

    It stands in place of the rulebook's row with the same id, or beside ours where the group has added it.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="country_rules")
    rule = models.CharField(max_length=30)  # its id, as the rulebook names rules
    country = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    cite = models.CharField(max_length=200)
    counted = models.CharField(max_length=25, choices=Counting, blank=True)  # blank: it fixes no day of receipt
    days = models.PositiveSmallIntegerField(null=True)
    first_days = models.PositiveSmallIntegerField(null=True)
    last_days = models.PositiveSmallIntegerField(null=True)
    numbers = models.JSONField(default=dict)  # its thresholds, by the rulebook's names; what is not whole is text
    starts = models.DateField()  # first day in force, of the meeting
    source = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=RuleState, default=RuleState.UNVERIFIED)
    revision = models.PositiveIntegerField(default=0)  # grows with every edit: what is checked is what was read
    written_on = models.DateField()
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["country", "rule"]
        constraints = [
            models.UniqueConstraint(fields=["group", "rule"], name="one_row_a_rule"),
            models.CheckConstraint(condition=~models.Q(country="US"), name="rule_of_another_country"),
            models.CheckConstraint(
                condition=~models.Q(counted=Counting.CLEAR_DAYS) | models.Q(days__isnull=False),
                name="rule_has_its_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(counted=Counting.ANNIVERSARY)
                | models.Q(last_days__isnull=False, first_days__isnull=False, first_days__gte=models.F("last_days")),
                name="rule_has_its_window",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RuleState.SEEN, checked_on__isnull=False)
                | models.Q(state=RuleState.UNVERIFIED, checked_on=None),
                name="rule_seen_on_a_day",
            ),
        ]

    def as_rule(self):
        """The Rule of the rulebook that this row says."""
        timing = {
            "form": self.counted or None,
            "days": self.days,
            "first_days": self.first_days,
            "last_days": self.last_days,
        }
        numbers = {name: value for name, value in timing.items() if value is not None} | self.numbers
        return Rule(
            id=self.rule, title=self.title, cite=self.cite, applies_by="meeting", starts=self.starts,
            source=self.source, confidence=self.state, country=self.country, numbers=MappingProxyType(numbers),
        )  # fmt: skip
