"""United Kingdom, Canada and Germany as data; the other countries say that nobody has verified them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import abroad, rules
from shareholder.rulebook.errors import RulebookError

DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))
RULES = rules.on(date(2026, 5, 20))
AGM = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("rule_id", "meeting", "due"),
    [
        ("UK-338", AGM, date(2026, 4, 7)),
        ("UK-338A", AGM, date(2026, 4, 7)),
        ("UK-314", AGM, date(2026, 5, 12)),
        ("DE-122", AGM, date(2026, 4, 19)),
        ("DE-126", AGM, date(2026, 5, 5)),
        ("DE-122", date(2017, 5, 23), date(2017, 4, 22)),
        ("DE-126", date(2017, 5, 23), date(2017, 5, 8)),
    ],
)
def test_clear_days_before_the_meeting(rule_id, meeting, due):
    found = abroad.deadline(RULES[rule_id], meeting=meeting)
    assert (found.day, found.kind, found.warnings) == (due, "computed", ())


def test_canadian_window():
    found = abroad.deadline(RULES["CA-137"], last_meeting=date(2025, 4, 9))
    assert (found.first, found.day) == (date(2025, 11, 10), date(2026, 1, 9))
    assert abroad.deadline(RULES["CA-137"]).kind == "manual"


@pytest.mark.parametrize("rule_id", ["FR-R225-71", "NL-2-114A", "JP-303", "AT-109"])
def test_unverified_row_is_computed_and_marked(rule_id):
    found = abroad.deadline(RULES[rule_id], meeting=AGM)
    assert found.day < AGM and abroad.UNVERIFIED in found.warnings


@pytest.mark.parametrize("rule_id", ["CH-699B", "SE-7-16", "NO-5-11", "AU-249N", "QC-194"])
def test_row_without_arithmetic_leaves_it_to_a_person(rule_id):
    found = abroad.deadline(RULES[rule_id], meeting=AGM)
    assert (found.day, found.kind, found.warnings) == (None, "manual", (abroad.UNVERIFIED,))


def test_country_gives_all_its_rows_and_an_unknown_one_is_refused():
    assert [one.rule.id for one in abroad.all_deadlines("DE", RULES, meeting=AGM)] == ["DE-122", "DE-126"]
    with pytest.raises(RulebookError):
        abroad.all_deadlines("ZZ", RULES, meeting=AGM)
    with pytest.raises(RulebookError):
        abroad.all_deadlines("DE", RULES)


def test_rows_that_wait_for_the_meetings_day_leave_the_others_alone():
    french = replace(RULES["FR-R225-71"], country="CA", id="CA-OWN-1")
    known = {"CA-137": RULES["CA-137"], "CA-OWN-1": french}
    found = abroad.all_deadlines("CA", known, last_meeting=date(2025, 4, 9))
    assert [one.rule.id for one in found] == ["CA-137"]
    found = abroad.all_deadlines("CA", known, meeting=AGM, last_meeting=date(2025, 4, 9))
    assert [one.rule.id for one in found] == ["CA-137", "CA-OWN-1"]


def test_day_that_the_company_printed_wins_over_what_comes_first():
    printed = date(2026, 4, 10)
    found = {one.rule.id: one for one in abroad.all_deadlines("DE", RULES, meeting=AGM, stated=printed)}
    item, motion = found["DE-122"], found["DE-126"]
    assert (item.day, item.kind, item.computed) == (printed, "stated", date(2026, 4, 19))
    assert abroad.STATED_DIFFERS in item.warnings
    assert (motion.day, motion.kind) == (date(2026, 5, 5), "computed"), "countermotions have a day of their own"
    (same,) = abroad.all_deadlines("AT", RULES, meeting=AGM, stated=date(2026, 4, 28))
    assert (same.kind, same.warnings) == ("stated", (abroad.UNVERIFIED,))


def test_day_that_the_company_printed_stands_where_nothing_can_be_computed():
    (found,) = abroad.all_deadlines("SE", RULES, meeting=AGM, stated=date(2026, 4, 1))
    assert (found.day, found.kind, found.computed) == (date(2026, 4, 1), "stated", None)


def test_thresholds_may_have_fractions():
    swiss = replace(RULES["FR-R225-71"], numbers={"percent": "0.5"})
    assert abroad.has_share(5, 1000, swiss) and not abroad.has_share(4, 1000, swiss)


def test_thresholds_reached_exactly_are_enough():
    united_kingdom, canada, germany = RULES["UK-338"], RULES["CA-137"], RULES["DE-122"]
    assert abroad.has_share(5, 100, united_kingdom) and not abroad.has_share(499, 10_000, united_kingdom)
    assert abroad.has_members(100, 10_000, united_kingdom)
    assert not abroad.has_members(99, 1_000_000, united_kingdom)
    assert not abroad.has_members(100, "9999.99", united_kingdom)
    assert abroad.has_share(1, 100, canada) and abroad.has_value("2000", canada)
    assert not abroad.has_value("1999.99", canada)
    assert abroad.is_held_long_enough(date(2025, 5, 20), date(2025, 11, 20), canada)
    assert not abroad.is_held_long_enough(date(2025, 5, 21), date(2025, 11, 20), canada)
    assert abroad.has_nominal("500000", germany) and not abroad.has_nominal("499999.99", germany)
    assert abroad.is_held_long_enough(date(2026, 1, 1), date(2026, 4, 1), germany)
    assert not abroad.is_held_long_enough(date(2026, 1, 2), date(2026, 4, 1), germany)
    with pytest.raises(RulebookError):
        abroad.has_share(2, 1, germany)


@given(DAYS, st.sampled_from(["UK-338", "UK-314", "DE-122", "DE-126", "FR-R225-71"]))
def test_later_meeting_is_due_later_and_both_ends_are_free(meeting, rule_id):
    rule = RULES[rule_id]
    found = abroad.deadline(rule, meeting=meeting).day
    assert abroad.deadline(rule, meeting=meeting + timedelta(days=1)).day == found + timedelta(days=1)
    assert (meeting - found).days == rule.numbers["days"] + 1


@given(DAYS)
def test_window_spans_sixty_days_before_the_anniversary(before):
    found = abroad.deadline(RULES["CA-137"], last_meeting=before)
    assert (found.day - found.first).days == 60
