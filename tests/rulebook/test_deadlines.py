"""Every worked date, and what must hold of the arithmetic on any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import deadlines, rules
from shareholder.rulebook.deadlines import Facts
from shareholder.rulebook.errors import RulebookError

DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))
RULES = rules.on(date(2026, 6, 1))
day = date.fromisoformat


# Facts of real proxy statements: the day of release, and the deadline printed there or computed and checked twice.
@pytest.mark.parametrize(
    ("released", "due"),
    [
        ("2002-04-14", "2002-12-15"),
        ("2019-04-11", "2019-12-13"),
        ("2022-04-27", "2022-12-28"),
        ("2024-01-26", "2024-09-28"),
        ("2024-02-29", "2024-10-31"),
        ("2024-10-24", "2025-06-26"),
        ("2025-03-26", "2025-11-26"),
        ("2025-04-18", "2025-12-19"),
        ("2025-09-05", "2026-05-08"),
        ("2025-10-21", "2026-06-23"),
    ],
)
def test_receipt_is_120_days_before_the_anniversary(released, due):
    found = deadlines.receipt(Facts(released=day(released)), RULES)
    assert (found.day, found.kind, found.rule.id) == (day(due), "computed", "US-DL")
    assert ("days_before", 120) in found.steps


def test_leap_day_takes_the_safe_reading_and_says_so():
    assert deadlines.LEAP_DAY in deadlines.receipt(Facts(released=date(2024, 2, 29)), RULES).warnings


def test_saturday_does_not_roll():
    found = deadlines.receipt(Facts(released=date(2024, 1, 26)), RULES)
    assert found.day.weekday() == 5 and found.warnings == (deadlines.PASSED_WEEKEND,)


@pytest.mark.parametrize(
    ("before", "meeting", "moved", "kind"),
    [
        ("2025-05-20", "2026-06-19", 30, "computed"),
        ("2025-05-20", "2026-06-20", 31, "manual"),
        ("2025-05-20", "2026-04-20", 30, "computed"),
        ("2025-05-20", "2026-04-19", 31, "manual"),
        ("2024-12-10", "2025-12-05", 5, "computed"),
    ],
)
def test_meeting_moved_by_more_than_30_days(before, meeting, moved, kind):
    facts = Facts(released=date(2025, 4, 1), last_meeting=day(before), meeting=day(meeting))
    assert deadlines.days_moved(facts.last_meeting, facts.meeting) == moved
    found = deadlines.receipt(facts, RULES)
    assert found.kind == kind
    assert (found.day is None, found.rule.id == "US-DL-MOVE") == (kind == "manual",) * 2


def test_stated_deadline_wins_and_a_difference_is_told():
    found = deadlines.receipt(Facts(released=date(2025, 10, 21), stated=date(2026, 6, 22)), RULES)
    assert (found.day, found.kind, found.computed) == (date(2026, 6, 22), "stated", date(2026, 6, 23))
    assert deadlines.STATED_DIFFERS in found.warnings
    same = deadlines.receipt(Facts(released=date(2025, 10, 21), stated=date(2026, 6, 23)), RULES)
    assert same.warnings == () and same.kind == "stated"
    alone = deadlines.receipt(Facts(stated=date(2026, 6, 23)), RULES)
    assert alone.day == date(2026, 6, 23) and alone.computed is None


def test_special_meeting_and_first_meeting_need_a_person():
    assert deadlines.receipt(Facts(special=True), RULES).rule.id == "US-DL-SPEC"
    first = deadlines.receipt(Facts(meeting=date(2026, 5, 1)), RULES)
    assert first.day is None and first.warnings == (deadlines.NO_LAST_MEETING,)
    assert deadlines.receipt(Facts(), RULES) is None
    with pytest.raises(RulebookError):
        deadlines.is_late(date(2026, 1, 1), first)


def test_days_around_a_submission():
    slots = deadlines.meeting_slots(date(2026, 6, 15), RULES)
    assert (slots.first, slots.day) == (date(2026, 6, 25), date(2026, 7, 15))
    assert deadlines.defect_notice(date(2026, 6, 15), RULES).day == date(2026, 6, 29)
    assert deadlines.defect_reply(date(2026, 6, 24), RULES).day == date(2026, 7, 8)


def test_days_before_a_definitive_proxy():
    assert deadlines.no_action(date(2026, 10, 21), RULES).day == date(2026, 8, 2)
    assert deadlines.opposition(date(2026, 10, 21), RULES).day == date(2026, 9, 21)
    assert deadlines.no_action(date(2020, 4, 16), RULES).day == date(2020, 1, 27)
    assert not deadlines.is_late(date(2020, 1, 24), deadlines.no_action(date(2020, 4, 16), RULES))
    assert deadlines.opposition(date(2026, 10, 21), RULES, revised=date(2026, 9, 25)).day == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("meeting", "due"),
    [
        ("2018-02-28", "2018-03-06"),
        ("2019-01-17", "2019-01-24"),
        ("2024-11-14", "2024-11-20"),
        ("2025-12-05", "2025-12-11"),
        ("2026-05-21", "2026-05-28"),
        ("2026-06-17", "2026-06-24"),
        ("2026-07-01", "2026-07-08"),
        ("2026-11-24", "2026-12-01"),
    ],
)
def test_results_are_due_in_four_business_days(meeting, due):
    assert deadlines.results(day(meeting), RULES).day == day(due)


# Meeting and filing day of real reports: none was late, and four came on the very last day.
@pytest.mark.parametrize(
    ("meeting", "filed", "last_day"),
    [
        ("2013-03-06", "2013-03-08", False),
        ("2014-03-18", "2014-03-20", False),
        ("2015-01-30", "2015-02-05", True),
        ("2015-03-12", "2015-03-13", False),
        ("2016-03-03", "2016-03-04", False),
        ("2017-02-09", "2017-02-15", True),
        ("2018-02-28", "2018-03-06", True),
        ("2023-09-21", "2023-09-22", False),
        ("2023-12-14", "2023-12-15", False),
    ],
)
def test_real_reports_were_in_time(meeting, filed, last_day):
    due = deadlines.results(day(meeting), RULES)
    assert not deadlines.is_late(day(filed), due)
    assert (day(filed) == due.day) == last_day


def test_solicitation_funds_and_bars():
    assert deadlines.exempt_notice(date(2026, 5, 1), RULES).day == date(2026, 5, 4)
    assert deadlines.fund_votes(date(2025, 6, 30), RULES).day == date(2025, 8, 31)
    assert deadlines.fund_votes(date(2025, 7, 1), RULES).day == date(2026, 8, 31)
    assert deadlines.barred_years(2026, RULES) == (2027, 2028)
    assert deadlines.barred_years(2026, RULES, rule_id="US-HOLD-BAR") == (2027, 2028)


def test_all_deadlines_come_with_rule_and_in_order():
    facts = Facts(
        released=date(2025, 10, 21),
        last_meeting=date(2025, 12, 5),
        meeting=date(2026, 12, 4),
        submitted=date(2026, 6, 15),
        received=date(2026, 6, 15),
        noticed=date(2026, 6, 24),
        definitive=date(2026, 10, 21),
        solicited=date(2026, 11, 2),
    )
    found = deadlines.all_deadlines(facts, RULES)
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert {one.name: one.rule.id for one in found} == {
        "receipt": "US-DL",
        "slots": "US-MEET",
        "defect_notice": "US-DEF",
        "defect_reply": "US-DEF",
        "no_action": "US-NAR",
        "opposition": "US-OPP",
        "exempt_notice": "US-PX",
        "results": "US-8K",
        "fund_votes": "US-NPX",
    }
    assert all(one.rule.cite and one.steps for one in found)


@given(DAYS, st.integers(0, 800))
def test_later_release_is_never_due_earlier(released, later):
    first = deadlines.receipt_by_anniversary(released, RULES).day
    assert deadlines.receipt_by_anniversary(released + timedelta(days=later), RULES).day >= first


@given(DAYS)
def test_receipt_lies_between_244_and_246_days_after_the_release(released):
    assert 244 <= (deadlines.receipt_by_anniversary(released, RULES).day - released).days <= 246


@given(DAYS)
def test_very_day_is_in_time_and_the_next_is_late(released):
    due = deadlines.receipt_by_anniversary(released, RULES)
    assert not deadlines.is_late(due.day, due) and deadlines.is_late(due.day + timedelta(days=1), due)


@given(DAYS, st.integers(-60, 60))
def test_moved_means_more_than_30_days_either_way(before, days):
    meeting = deadlines.anniversary(before) + timedelta(days=days)
    assert deadlines.is_moved(before, meeting, RULES) == (abs(days) > 30)


@given(DAYS)
def test_slots_span_21_days(submitted):
    slots = deadlines.meeting_slots(submitted, RULES)
    assert ((slots.first - submitted).days, (slots.day - submitted).days) == (10, 30)


@given(DAYS)
def test_reasons_come_50_days_before_the_opposing_statement(definitive):
    reasons, against = deadlines.no_action(definitive, RULES), deadlines.opposition(definitive, RULES)
    assert (against.day - reasons.day).days == 50


@given(DAYS, st.integers(0, 30))
def test_later_meeting_is_never_reported_earlier(meeting, later):
    assert deadlines.results(meeting + timedelta(days=later), RULES).day >= deadlines.results(meeting, RULES).day
