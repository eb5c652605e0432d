"""The life of a public petition, and of a supporter's public name, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PetitionState(TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    ERASED = "erased", _("ended and erased")


P = PetitionState
ON_SHOW = frozenset({P.OPEN, P.CLOSED, P.ERASED})  # its public address exists
PETITION_MOVES = {
    "open": (frozenset({P.DRAFT}), P.OPEN),
    "close": (frozenset({P.OPEN}), P.CLOSED),
    "reopen": (frozenset({P.CLOSED}), P.OPEN),
    "erase": (frozenset({P.OPEN, P.CLOSED}), P.ERASED),
}


class NameState(TextChoices):
    """What becomes of a supporter's name. Only names that their owners made public are ever readable here."""

    PRIVATE = "private", _("not public")
    WAITING = "waiting", _("waits")  # for the clock's next count, or for somebody of the group
    SHOWN = "shown", _("shown")
    HIDDEN = "hidden", _("hidden")


N = NameState
NAME_MOVES = {
    "show name": (frozenset({N.WAITING, N.HIDDEN}), N.SHOWN),
    "hide name": (frozenset({N.WAITING, N.SHOWN}), N.HIDDEN),
}


class Source(TextChoices):
    WEB = "web", _("this site")
    PAPER = "paper", _("paper")


# A goal that moves: the first of these above the count, from the one that the group began with.
GOALS = (
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000, 25_000, 50_000, 75_000, 100_000, 150_000, 200_000, 300_000,
    500_000, 750_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000, 5_000_000, 10_000_000,
)  # fmt: skip


def goal_after(count, first):
    """The goal shown at `count`, for a petition that began with `first`; the count itself beyond all goals."""
    return next((goal for goal in sorted({first, *GOALS}) if goal >= first and goal > count), max(first, count))


def goals_reached(count, first):
    """Every goal that `count` has reached, in order."""
    return [goal for goal in sorted({first, *GOALS}) if first <= goal <= count]
