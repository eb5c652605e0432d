"""Deadlines and thresholds outside the United States, from the rows of other_countries.toml."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from shareholder.rulebook.calendars import clear_days_before, plus_days, plus_months
from shareholder.rulebook.deadlines import NO_LAST_MEETING, STATED_DIFFERS, UNVERIFIED, Deadline, anniversary
from shareholder.rulebook.errors import RulebookError


def deadline(rule, *, meeting=None, last_meeting=None):
    """The Deadline of one row. A row that is not verified says so in its warnings; a row without a form is "manual"."""
    warnings = (UNVERIFIED,) if rule.confidence == "unverified" else ()
    form = rule.numbers.get("form")
    if form == "clear_days_before_meeting":
        if meeting is None:
            raise RulebookError("Give the day of the meeting.")
        days = rule.numbers["days"]
        steps = (("meeting", meeting), ("clear_days_before", days))
        return Deadline("receipt", rule, clear_days_before(meeting, days), steps=steps, warnings=warnings)
    if form == "days_before_anniversary":
        if last_meeting is None:
            return Deadline("receipt", rule, None, "manual", warnings=(*warnings, NO_LAST_MEETING))
        again = anniversary(last_meeting)
        first, last = rule.numbers["first_days"], rule.numbers["last_days"]
        steps = (("last_meeting", last_meeting), ("anniversary", again), ("days_before", last))
        opens, closes = plus_days(again, -first), plus_days(again, -last)
        return Deadline("receipt", rule, closes, first=opens, steps=steps, warnings=warnings)
    return Deadline("receipt", rule, None, "manual", warnings=warnings)


def all_deadlines(country, rules, *, meeting=None, last_meeting=None, stated=None):
    """list of the Deadlines of one country's rows that have a form, by day; what has no day yet comes first.

    Rows that count from the day of the meeting wait for it. What the company printed (`stated`) wins over what has to
    be received first. RulebookError where there is nothing to compute with.
    """
    found = [rule for rule in rules.values() if rule.country == country and "form" in rule.numbers]
    if not found:
        raise RulebookError("No rule of that country is known for that day.")
    ready = [rule for rule in found if meeting is not None or rule.numbers["form"] != "clear_days_before_meeting"]
    if not ready:
        raise RulebookError("Give the day of the meeting.")
    every = [deadline(rule, meeting=meeting, last_meeting=last_meeting) for rule in ready]
    every.sort(key=lambda one: one.day or date.min)
    if stated is not None:
        first = every[0].day
        every = [_printed(one, stated) if one.day == first else one for one in every]
    return sorted(every, key=lambda one: one.day or date.min)


def _printed(one, stated):
    """The Deadline `one` with the day that the company printed in the place of the computed one."""
    differs = (STATED_DIFFERS,) if one.day is not None and one.day != stated else ()
    return replace(one, day=stated, kind="stated", first=None, computed=one.day, warnings=differs + one.warnings)


def has_share(part, whole, rule):
    """True where `part` of `whole` reaches the percentage of the row. Exactly the percentage is enough."""
    if whole <= 0 or not 0 <= part <= whole:
        raise RulebookError("The part must lie between nothing and the whole.")
    return 100 * part >= Fraction(rule.numbers["percent"]) * whole


def has_members(members, paid_up, rule):
    """United Kingdom: enough members, who together have paid up the average sum for each (text or int, in pounds)."""
    return members >= rule.numbers["members"] and Fraction(paid_up) >= members * Fraction(rule.numbers["paid_up_each"])


def has_nominal(nominal, rule):
    """Germany: the nominal or pro-rata capital of the shares (text or int, in euros) is enough, whatever they cost."""
    return Fraction(nominal) >= Fraction(rule.numbers["nominal"])


def has_value(value, rule):
    """Canada: the fair value at the close of the day before (text or int, in dollars); supporters may be added up."""
    return Fraction(value) >= Fraction(rule.numbers["amount"])


def is_held_long_enough(since, day, rule):
    """True where shares held since `since` have been held for the row's months (before submission) or days."""
    months = rule.numbers.get("held_months")
    if months is not None:
        return since <= plus_months(day, -months)
    return since <= plus_days(day, -rule.numbers["held_days"])
