"""When what filers declared together may be shown anew, and as which band. Pure.

A sum that moves with one newcomer, or with one who leaves, gives away what that one holds. So a new one is shown only
when at least LEAST filers are in it, when at least LEAST people have come, gone or changed since the last one that was
shown, and when no single filer is more than half of it, nor of what is new in it. Until then the last one stays as it
is, whoever left it. None of this helps where one person holds several places: pages say who offered them.
"""

from dataclasses import dataclass

from shareholder.states import Band

LEAST = 5  # contributors, and people who changed: fewer would tell too much of each
_BOUNDS = sorted(int(band) for band in Band if band)


@dataclass(frozen=True)
class Contribution:
    """One filing: whose it is, what of it counts now (0: nothing), whether it was in the last sum, and moved since."""

    who: object
    bound: int
    was_in: bool = False
    has_moved: bool = False

    @property
    def is_new(self):
        return bool(self.bound) and (self.has_moved or not self.was_in)

    @property
    def has_changed(self):
        return self.is_new or (self.was_in and not self.bound)


def band_of(total):
    """The highest Band whose lower bound `total` reaches; Band.NONE below all of them."""
    reached = [bound for bound in _BOUNDS if bound <= total]
    return Band(str(reached[-1])) if reached else Band.NONE


def is_dominated(bounds):
    """Whether one of `bounds` is more than all the others together."""
    return bool(bounds) and 2 * max(bounds) > sum(bounds)


def new_total(contributions):
    """The Band to show now, or None: the last one stays. contributions: every filing that is or was in it."""
    bounds = [one.bound for one in contributions if one.bound]
    if len(bounds) < LEAST or is_dominated(bounds):
        return None
    if len({one.who for one in contributions if one.has_changed}) < LEAST:
        return None
    if is_dominated([one.bound for one in contributions if one.is_new]):
        return None
    return band_of(sum(bounds))
