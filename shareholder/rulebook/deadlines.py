"""Every day that a proposal hangs on, each with its rule and the steps by which it was computed.

What the company printed wins over what is computed; both are given, with a warning where they differ. No day rolls off
a weekend or holiday, except the four business days of Form 8-K.
"""

from dataclasses import dataclass
from datetime import date

from shareholder.rulebook.calendars import plus_business_days, plus_days, plus_years
from shareholder.rulebook.errors import RulebookError
from shareholder.rulebook.rules import Rule

# Warnings: short stable names, for which pages have sentences.
STATED_DIFFERS = "stated_differs"
PASSED_WEEKEND = "falls_on_weekend"
MOVED = "meeting_moved"
NO_LAST_MEETING = "no_last_meeting"
UNVERIFIED = "unverified"
LEAP_DAY = "anniversary_of_leap_day"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day, or one span of days (then `first` is set).

    kind: "computed", "stated" (the company printed it), or "manual" (a reasonable time: a person must find the day, and
    `day` is None). steps: pairs (name, value) in the order of the arithmetic. computed: what the arithmetic gives where
    the day is a stated one.
    """

    name: str
    rule: Rule
    day: date | None
    kind: str = "computed"
    first: date | None = None
    steps: tuple = ()
    warnings: tuple = ()
    computed: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one company, its meeting and one proposal. Anything may be None; dates only.

    released: the day the last proxy statement was released to shareholders. last_meeting: the annual meeting before.
    meeting: the one the proposal is for. special: it is no regular annual meeting. stated: the deadline that the
    company printed. submitted, received: of the proposal. noticed: the day the filer received a notice of defects.
    definitive: the day the company plans to file its definitive proxy. revised: the day the company received a
    revision that the staff made a condition. solicited: the day a written exempt solicitation was first sent.
    """

    released: date | None = None
    last_meeting: date | None = None
    meeting: date | None = None
    special: bool = False
    stated: date | None = None
    submitted: date | None = None
    received: date | None = None
    noticed: date | None = None
    definitive: date | None = None
    revised: date | None = None
    solicited: date | None = None


def anniversary(day):
    return plus_years(day, 1)


def receipt_by_anniversary(released, rules):
    """Deadline: 120 calendar days before the anniversary of the release. (e)(2)."""
    rule = rules["US-DL"]
    again, days = anniversary(released), rule.numbers["days"]
    day = plus_days(again, -days)
    warnings = ((LEAP_DAY,) if (released.month, released.day) == (2, 29) else ()) + _weekend(day)
    steps = (("released", released), ("anniversary", again), ("days_before", days))
    return Deadline("receipt", rule, day, steps=steps, warnings=warnings)


def days_moved(last_meeting, meeting):
    """Whole days between the meeting and the anniversary of the one before, never below zero."""
    return abs((meeting - anniversary(last_meeting)).days)


def is_moved(last_meeting, meeting, rules):
    """True where a meeting lies more than 30 days from the anniversary. Exactly 30 is not moved."""
    return days_moved(last_meeting, meeting) > rules["US-DL-MOVE"].numbers["days"]


def receipt(facts, rules):
    """The Deadline by which a proposal is received, or None where nothing that it hangs on is known."""
    computed = _receipt(facts, rules)
    if facts.stated is None:
        return computed
    rule = computed.rule if computed else rules["US-DL"]
    day = computed.day if computed else None
    differs = (STATED_DIFFERS,) if day is not None and day != facts.stated else ()
    kept = tuple(w for w in computed.warnings if w != PASSED_WEEKEND) if computed else ()
    steps = computed.steps if computed else ()
    warnings = differs + kept + _weekend(facts.stated)
    return Deadline("receipt", rule, facts.stated, "stated", steps=steps, warnings=warnings, computed=day)


def _receipt(facts, rules):
    if facts.special:
        return Deadline("receipt", rules["US-DL-SPEC"], None, "manual")
    if facts.last_meeting and facts.meeting and is_moved(facts.last_meeting, facts.meeting, rules):
        moved = days_moved(facts.last_meeting, facts.meeting)
        steps = (
            ("last_meeting", facts.last_meeting),
            ("anniversary", anniversary(facts.last_meeting)),
            ("meeting", facts.meeting),
            ("days_moved", moved),
        )
        return Deadline("receipt", rules["US-DL-MOVE"], None, "manual", steps=steps, warnings=(MOVED,))
    if facts.released is not None:
        return receipt_by_anniversary(facts.released, rules)
    if facts.meeting and not facts.last_meeting:
        return Deadline("receipt", rules["US-DL-MOVE"], None, "manual", warnings=(NO_LAST_MEETING,))
    return None


def meeting_slots(submitted, rules):
    """The span of days, 10 to 30 after the submission, in which the filer offers to meet the company. (b)(1)(iii)."""
    rule = rules["US-MEET"]
    first, last = rule.numbers["first_day"], rule.numbers["last_day"]
    steps = (("submitted", submitted), ("first_day", first), ("last_day", last))
    return Deadline("slots", rule, plus_days(submitted, last), first=plus_days(submitted, first), steps=steps)


def defect_notice(received, rules):
    """The day by which the company must have told defects that can be cured. (f)(1)."""
    return _after("defect_notice", rules["US-DEF"], "received", received, "notice_days")


def defect_reply(noticed, rules):
    """The day by which the filer's answer to a notice of defects must be sent. (f)(1)."""
    return _after("defect_reply", rules["US-DEF"], "noticed", noticed, "reply_days")


def no_action(definitive, rules):
    """The day by which the company gives its reasons for leaving a proposal out. (j)(1)."""
    return _before("no_action", rules["US-NAR"], "definitive", definitive, "days")


def opposition(definitive, rules, *, revised=None):
    """The day by which the company sends its opposing statement; 5 days after a required revision. (m)(3)."""
    if revised is not None:
        return _after("opposition", rules["US-OPP"], "revised", revised, "revised_days")
    return _before("opposition", rules["US-OPP"], "definitive", definitive, "days")


def results(meeting, rules):
    """The day by which Form 8-K tells the results: four business days after the meeting."""
    rule = rules["US-8K"]
    days = rule.numbers["business_days"]
    steps = (("meeting", meeting), ("business_days_after", days))
    return Deadline("results", rule, plus_business_days(meeting, days), steps=steps)


def fund_votes(meeting, rules):
    """The day by which funds tell how they voted at a meeting: the 31 August after the 30 June that follows it."""
    rule = rules["US-NPX"]
    numbers = rule.numbers
    year = meeting.year + (meeting.month > numbers["year_ends_month"])
    day = date(year, numbers["month"], numbers["day"])
    return Deadline("fund_votes", rule, day, steps=(("meeting", meeting),), warnings=_weekend(day))


def exempt_notice(solicited, rules):
    """The day by which a holder of more than $5 million files the notice of an exempt solicitation."""
    return _after("exempt_notice", rules["US-PX"], "solicited", solicited, "days")


def barred_years(year, rules, *, rule_id="US-APPEAR"):
    """The calendar years in which a filer is barred after failing at a meeting in `year`. (f)(2) and (h)(3)."""
    return tuple(range(year + 1, year + 1 + rules[rule_id].numbers["years"]))


def all_deadlines(facts, rules):
    """list of every Deadline that follows from these facts, by day; those without a day come first."""
    found = [receipt(facts, rules)]
    if facts.submitted:
        found.append(meeting_slots(facts.submitted, rules))
    if facts.received:
        found.append(defect_notice(facts.received, rules))
    if facts.noticed:
        found.append(defect_reply(facts.noticed, rules))
    if facts.definitive:
        found.append(no_action(facts.definitive, rules))
    if facts.definitive or facts.revised:
        found.append(opposition(facts.definitive, rules, revised=facts.revised))
    if facts.solicited:
        found.append(exempt_notice(facts.solicited, rules))
    if facts.meeting:
        found += [results(facts.meeting, rules), fund_votes(facts.meeting, rules)]
    return sorted((one for one in found if one is not None), key=lambda one: one.day or date.min)


def is_late(day, deadline):
    """True where `day` lies after the deadline; on the very day is in time. A deadline without a day is no answer."""
    if deadline.day is None:
        raise RulebookError("That deadline has no day: a person must find it.")
    return day > deadline.day


def _weekend(day):
    return (PASSED_WEEKEND,) if day.weekday() > 4 else ()


def _after(name, rule, what, day, number):
    days = rule.numbers[number]
    due = plus_days(day, days)
    return Deadline(name, rule, due, steps=((what, day), ("days_after", days)), warnings=_weekend(due))


def _before(name, rule, what, day, number):
    days = rule.numbers[number]
    due = plus_days(day, -days)
    return Deadline(name, rule, due, steps=((what, day), ("days_before", days)), warnings=_weekend(due))
