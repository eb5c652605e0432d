"""Years, clear days and business days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import calendars
from shareholder.rulebook.errors import RulebookError

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_federal_holidays_as_observed():
    assert calendars.federal_holidays(2026) == {
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 2, 16),
        date(2026, 5, 25),
        date(2026, 6, 19),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 11, 26),
        date(2026, 12, 25),
    }
    assert date(2021, 12, 31) in calendars.federal_holidays(2021), "New Year's Day on a Saturday"
    assert date(2023, 1, 2) in calendars.federal_holidays(2023), "New Year's Day on a Sunday"
    assert date(2020, 6, 19) not in calendars.federal_holidays(2020)
    assert date(2025, 1, 9) in calendars.federal_holidays(2025)


def test_leap_day_becomes_the_earlier_day():
    assert calendars.plus_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert calendars.plus_years(date(2028, 2, 29), -3) == date(2025, 2, 28)
    assert calendars.plus_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert calendars.plus_months(date(2024, 8, 31), -6) == date(2024, 2, 29)
    assert calendars.plus_months(date(2026, 1, 31), 1) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "outside",
    [
        lambda: calendars.plus_days(date.max, 1),
        lambda: calendars.plus_years(date.max, 1),
        lambda: calendars.plus_years(date.min, -1),
        lambda: calendars.plus_months(date.min, -1),
        lambda: calendars.plus_business_days(date.max, 4),
    ],
)
def test_end_of_the_calendar_is_refused(outside):
    with pytest.raises(RulebookError):
        outside()


@given(DAYS, st.integers(0, 30))
def test_business_days_are_open_increase_and_count(day, days):
    due = calendars.plus_business_days(day, days)
    passed = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(calendars.is_business_day(one) for one in passed) == days
    assert due == day or calendars.is_business_day(due)
    assert calendars.plus_business_days(day + timedelta(days=1), days) >= due or days == 0


@given(DAYS, st.integers(-30, 30))
def test_years_keep_month_and_order(day, years):
    other = calendars.plus_years(day, years)
    assert (other.year, other.month) == (day.year + years, day.month)
    assert calendars.plus_years(day + timedelta(days=1), years) >= other
    assert calendars.plus_months(day, 12 * years) == other


@given(DAYS, st.integers(0, 400))
def test_clear_days_count_neither_end(day, days):
    between = (day - calendars.clear_days_before(day, days)).days - 1
    assert between == days
