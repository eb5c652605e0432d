"""Days: years back and forth, clear days, business days of the United States."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from shareholder.rulebook.errors import RulebookError
from shareholder.rulebook.rules import ours

ONE = timedelta(days=1)


def plus_days(day, days):
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise RulebookError("That day lies outside the calendar.") from None


def plus_years(day, years):
    """The same day `years` later (or earlier, below zero); 29 February becomes the 28th, the safe reading."""
    year = day.year + years
    if not 1 <= year <= 9999:
        raise RulebookError("That day lies outside the calendar.")
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def plus_months(day, months):
    """The same day `months` later (or earlier, below zero); a day that the month lacks becomes its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not 1 <= year <= 9999:
        raise RulebookError("That day lies outside the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clear_days_before(day, days):
    """The last day that leaves `days` whole days between itself and `day`: neither end is counted."""
    return plus_days(day, -days - 1)


def _nth(year, month, weekday, nth):
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _observed(day):
    return day + {5: -ONE, 6: ONE}.get(day.weekday(), timedelta())


def _holidays_of(year, book):
    for row in book.holidays:
        if year < row.get("from_year", year):
            continue
        if "nth" in row:
            yield _nth(year, row["month"], row["weekday"], row["nth"])
        else:
            yield _observed(date(year, row["month"], row["day"]))


@lru_cache(maxsize=512)
def federal_holidays(year):
    """frozenset of the days in `year` on which the federal government is closed, as observed, with single closings.

    New Year's Day on a Saturday is observed in the year before. Source: 5 U.S.C. 6103.
    """
    book = ours()
    days = {day for near in (year, year + 1) if near <= 9999 for day in _holidays_of(near, book)}
    return frozenset(day for day in days | set(book.closings) if day.year == year)


def is_business_day(day):
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def plus_business_days(day, days):
    """The `days`-th business day after `day`, which itself is not counted."""
    for _ in range(days):
        day = plus_days(day, 1)
        while not is_business_day(day):
            day = plus_days(day, 1)
    return day
