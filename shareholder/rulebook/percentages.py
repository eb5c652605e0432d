"""Three percentages of one vote, each with its name. Raw counts go in; only the first decides about a resubmission."""

from dataclasses import dataclass
from fractions import Fraction

from shareholder.rulebook.errors import RulebookError

# (i)(12) counts votes for and against only; companies often print one of the lower figures.
FOR_AND_AGAINST = "for_and_against"
WITH_ABSTENTIONS = "with_abstentions"
WITH_BROKER_NON_VOTES = "with_broker_non_votes"
LINES = (3, 5, 6, 10, 15, 25)  # thresholds of both generations, which no rounding may reach from below


@dataclass(frozen=True, slots=True)
class Counts:
    """Shares voted on one item by one class; whole numbers, none below zero."""

    for_: int
    against: int
    abstain: int = 0
    broker_non_votes: int = 0

    def __post_init__(self):
        for count in (self.for_, self.against, self.abstain, self.broker_non_votes):
            if type(count) is not int or count < 0:
                raise RulebookError("Counts are whole numbers that are not below zero.")

    @property
    def total(self):
        """What is equal for every item of one class at one meeting, where the report is right."""
        return self.for_ + self.against + self.abstain + self.broker_non_votes


def percentages(counts):
    """dict name -> Fraction of 100, or None where nothing was counted below the line."""
    below = counts.for_ + counts.against
    return {
        FOR_AND_AGAINST: _share(counts.for_, below),
        WITH_ABSTENTIONS: _share(counts.for_, below + counts.abstain),
        WITH_BROKER_NON_VOTES: _share(counts.for_, counts.total),
    }


def _share(part, whole):
    return Fraction(100 * part, whole) if whole else None


def shown(percentage, places=2):
    """Text of a percentage, rounded half up, but never up to a threshold that it does not reach: 4.996 is "4.99"."""
    scale = 10**places
    units = (percentage * scale * 2 + 1).__floor__() // 2
    if units > percentage * scale and Fraction(units, scale) in LINES:
        units -= 1
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)


def unequal_totals(items):
    """tuple of the different totals of the items (Counts) of one class at one meeting; empty where they agree."""
    totals = sorted({counts.total for counts in items})
    return tuple(totals) if len(totals) > 1 else ()
