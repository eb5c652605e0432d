"""May a proposal be put to the vote again? Rule 14a-8(i)(12) in whole numbers.

Calendar years, not spans of 365 days. Equal to the threshold is safe. Whether two proposals are about the same matter
is for people to say: the votes given here are those that somebody linked.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shareholder.rulebook.errors import RulebookError
from shareholder.rulebook.rules import Rule

# Why a proposal may be put again, or may be left out: short stable names, for which pages have sentences.
NO_VOTE_IN_WINDOW = "no_vote_in_window"
LAST_VOTE_TOO_OLD = "last_vote_too_old"
REACHED = "reached"
BELOW = "below"


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote on the matter: the day of the meeting, and the raw counts for and against."""

    meeting: date
    for_: int
    against: int

    def __post_init__(self):
        for count in (self.for_, self.against):
            if type(count) is not int or count < 0:
                raise RulebookError("Counts are whole numbers that are not below zero.")
        if not self.for_ + self.against:
            raise RulebookError("A vote needs at least one share for or against.")

    @property
    def percentage(self):
        return Fraction(100 * self.for_, self.for_ + self.against)


@dataclass(frozen=True, slots=True)
class Verdict:
    """is_excludable: the company may leave the proposal out of a meeting in `year`.

    times: votes within the window. last: the latest of them. threshold: the percentage it had to reach (None where that
    was not asked). clear_from: the first year in which it may be put again if nothing more is voted on.
    """

    rule: Rule
    year: int
    is_excludable: bool
    why: str
    times: int
    last: Vote | None
    threshold: int | None
    clear_from: int


def judge(votes, year, rule):
    """Verdict for a meeting in the calendar year `year`. votes: every linked Vote, in any order."""
    is_excludable, why, times, last, threshold = _look(votes, year, rule)
    clear_from = year
    while is_excludable and _look(votes, clear_from, rule, until=year)[0]:
        clear_from += 1
    return Verdict(rule, year, is_excludable, why, times, last, threshold, clear_from)


def _look(votes, year, rule, *, until=None):
    """What the rule says in `year` of the votes before it, and before `until` where a later year is asked about."""
    first, before = year - rule.numbers["within_years"], min(year, until or year)
    within = [vote for vote in votes if first <= vote.meeting.year < before]
    if not within:
        return False, NO_VOTE_IN_WINDOW, 0, None, None
    last = max(within, key=lambda vote: vote.meeting)
    times = len(within)
    if last.meeting.year < year - rule.numbers["last_within_years"]:
        return False, LAST_VOTE_TOO_OLD, times, last, None
    thresholds = rule.numbers["thresholds"]
    threshold = thresholds[min(times, len(thresholds)) - 1]
    below = 100 * last.for_ < threshold * (last.for_ + last.against)
    return below, BELOW if below else REACHED, times, last, threshold


def reached_next(votes, year, rule):
    """The percentage that a vote in `year` must reach so that the matter may be put again in the year after."""
    first = year + 1 - rule.numbers["within_years"]
    times = 1 + sum(first <= vote.meeting.year < year for vote in votes)
    thresholds = rule.numbers["thresholds"]
    return thresholds[min(times, len(thresholds)) - 1]
