"""The sum of what investors manage: who is counted, when a sum may be shown, and how coarsely. Pure.

A sum that moves with each newcomer gives away what the newcomer holds. So it is shown only when the number of counted
investors has passed a set point, when at least LEAST of them are new since the last one, when no one of these makes up
more than half of what is new, and rounded to two digits. Large newcomers can still be guessed at by whoever knows all
the others: the form says so before they agree to be counted.
"""

from decimal import ROUND_FLOOR, Decimal

LEAST = 5
POINTS = (10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000)
DIGITS = 2


def counted(rows):
    """The rows whose assets are added up: each said yes, and none is counted through one that it belongs to.

    rows: objects with pk, assets, may_count, parent_id and counted_with_id (the manager whose sum holds theirs).
    """
    given = {row.pk: row for row in rows}
    willing = {pk for pk, row in given.items() if row.may_count and row.assets}

    def is_within(row):
        """Whether anyone above, by whichever of the two ways, is counted: walked once, circles included."""
        seen, above = {row.pk}, [row.parent_id, row.counted_with_id]
        while above:
            pk = above.pop()
            if pk is None or pk in seen or pk not in given:
                continue
            seen.add(pk)
            if pk in willing and not _is_circle(given, row.pk, pk):
                return True
            above += [given[pk].parent_id, given[pk].counted_with_id]
        return False

    return [row for row in rows if row.pk in willing and not is_within(row)]


def _is_circle(given, one, other):
    """Whether two rows lie above each other: then the one with the smaller key is the one that is counted."""
    seen, above = {other}, [given[other].parent_id, given[other].counted_with_id]
    while above:
        pk = above.pop()
        if pk == one:
            return str(one) < str(other)
        if pk is not None and pk not in seen and pk in given:
            seen.add(pk)
            above += [given[pk].parent_id, given[pk].counted_with_id]
    return False


def point(number):
    """The highest set point that `number` investors have passed, 0 before the first."""
    return max((one for one in POINTS if one <= number), default=0)


def may_show(rows, shown_of):
    """Whether the sum of these counted rows may be shown now. shown_of: the number in the last sum, 0 before any.

    Each row has is_in_sum: whether its assets are in that last sum.
    """
    fresh = [row.assets for row in rows if not row.is_in_sum]
    if point(len(rows)) <= point(shown_of):
        return False
    return len(fresh) >= LEAST and max(fresh) * 2 <= sum(fresh)


def rounded(total):
    """A sum cut down to its first two digits: never more than what was given."""
    total = Decimal(total)
    if total <= 0:
        return Decimal(0)
    step = Decimal(10) ** max(total.adjusted() - DIGITS + 1, 0)
    return (total / step).to_integral_value(ROUND_FLOOR) * step
