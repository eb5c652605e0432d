"""What is wrong with a letter, an offered time, an authorisation, or a second proposal."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import papers, rules
from shareholder.rulebook.errors import RulebookError
from shareholder.rulebook.papers import Proof

SUBMITTED = date(2026, 6, 15)
RULES = rules.on(date(2027, 5, 1), submission=SUBMITTED)


def defects(first, last, chain=(True,), years=1):
    return papers.proof_defects(Proof(first, last, chain), submitted=SUBMITTED, years=years, rules=RULES)


def test_letter_covers_every_day_up_to_the_submission():
    assert defects(date(2025, 6, 15), SUBMITTED) == ()
    assert defects(date(2025, 6, 16), SUBMITTED) == (papers.STARTS_TOO_LATE,)
    assert defects(date(2025, 6, 15), date(2026, 6, 14)) == (papers.ENDS_TOO_EARLY,)
    assert defects(date(2025, 6, 15), SUBMITTED, years=3) == (papers.STARTS_TOO_LATE,)


def test_letter_comes_from_the_depository_or_a_chain_of_two():
    assert defects(date(2025, 6, 15), SUBMITTED, (False,)) == (papers.NOT_IN_DEPOSITORY,)
    assert defects(date(2025, 6, 15), SUBMITTED, (False, True)) == ()
    assert defects(date(2025, 6, 15), SUBMITTED, (False, False, True)) == (papers.CHAIN_TOO_LONG,)
    with pytest.raises(RulebookError):
        defects(date(2025, 6, 15), SUBMITTED, ())


def slot(when, **more):
    return papers.slot_defects(when, submitted=SUBMITTED, rules=RULES, **more)


def test_offered_times_lie_in_window_and_hours():
    assert slot(datetime(2026, 6, 25, 9)) == ()
    assert slot(datetime(2026, 7, 15, 17, 29)) == ()
    assert slot(datetime(2026, 6, 24, 12)) == (papers.OUTSIDE_WINDOW,)
    assert slot(datetime(2026, 7, 16, 12)) == (papers.OUTSIDE_WINDOW,)
    assert slot(datetime(2026, 6, 25, 8, 59)) == (papers.OUTSIDE_HOURS,)
    assert slot(datetime(2026, 6, 25, 17, 30)) == (papers.OUTSIDE_HOURS,)
    assert slot(datetime(2026, 6, 25, 8), opens=time(7), closes=time(15)) == ()
    assert slot(datetime(2026, 7, 3, 12)) == (papers.NO_BUSINESS_DAY,)
    assert slot(datetime(2026, 6, 27, 12)) == (papers.NO_BUSINESS_DAY,)


def test_cofilers_offer_the_times_of_the_lead():
    lead = (datetime(2026, 6, 25, 9), datetime(2026, 6, 29, 14))
    assert slot(lead[1], leads=lead) == ()
    assert slot(datetime(2026, 6, 25, 10), leads=lead) == (papers.NOT_THE_LEADS,)


def test_authorisation_says_seven_things():
    items = RULES["US-REP"].numbers["items"]
    assert len(items) == 7 and papers.missing_of_authorisation(items, RULES) == ()
    assert papers.missing_of_authorisation(set(items) - {"topic", "company"}, RULES) == ("company", "topic")


def test_nobody_stands_behind_two_proposals_at_one_meeting():
    filings = [
        ("Acme", 2026, "tax", {"order", "agent"}),
        ("Acme", 2026, "water", {"fund", "agent"}),
        ("Acme", 2027, "water", {"order"}),
        ("Other", 2026, "water", {"fund"}),
        ("Acme", 2026, "tax", {"school"}),
    ]
    assert papers.more_than_one(filings) == ["agent"]
    assert papers.more_than_one(filings[1:]) == []


@given(st.dates(date(2022, 1, 1), date(2060, 1, 1)))
def test_days_offered_for_slots_are_all_good(submitted):
    days = papers.days_for_slots(submitted, RULES)
    assert days == sorted(days) and len(days) >= 11  # the fewest: around New Year 2025, with two days of closing
    for day in days:
        noon = datetime.combine(day, time(12))
        assert papers.slot_defects(noon, submitted=submitted, rules=RULES) == ()
    assert days[-1] - days[0] <= timedelta(days=20)
