"""How sure a group is of a rule of another country that it has written down, and how the rule's day is counted."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RuleState(TextChoices):
    """The rulebook's words for it: see CONFIDENCES there."""

    UNVERIFIED = "unverified", _("unverified")
    SEEN = "seen", _("seen")


class Counting(TextChoices):
    """How the last day of receipt is counted; none of these: the rule fixes no such day."""

    CLEAR_DAYS = "clear_days_before_meeting", _("Clear days before the meeting, neither end counted")
    ANNIVERSARY = "days_before_anniversary", _("Days before the anniversary of the last annual meeting")
    MANUAL = "manual", _("It cannot be computed: a person must find the day")


# Written anew it is unverified again; what was checked may be checked again, with another source.
COUNTRY_RULE_MOVES = {"check": (frozenset(RuleState), RuleState.SEEN)}
