"""Who may submit: every worked case, the traps, and what must hold of any holding."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import eligibility, rules
from shareholder.rulebook.calendars import plus_years
from shareholder.rulebook.errors import RulebookError

SUBMITTED = date(2026, 6, 15)
RULES = rules.on(date(2027, 5, 1), submission=SUBMITTED)
day = date.fromisoformat


def judge(bought, price, *, sold=(), submitted=SUBMITTED, in_force=RULES, splits=()):
    bought, sold = ([(day(when), shares) for when, shares in pairs] for pairs in (bought, sold))
    return eligibility.judge(
        submitted=submitted, bought=bought, sold=sold, high_price=price, rules=in_force, splits=splits
    )


def tier(*args, **more):
    found = judge(*args, **more).tier
    return found and found.rule.numbers["tier"]


def test_worked_cases():
    assert tier([("2020-03-02", 40), ("2025-01-10", 60)], "55.00") == "A"
    assert tier([("2024-12-01", 100)], "160.00") is None
    assert tier([("2024-06-15", 95)], "160.00") == "B"
    assert tier([("2024-06-16", 95)], "160.00") is None
    gap = [("2022-01-01", 100), ("2024-02-02", 100)]
    assert tier(gap, "100.00", sold=[("2024-02-01", 100)]) is None
    assert tier([("2025-06-15", 200)], "125.00") == "C"
    assert tier([("2025-06-15", 200)], "124.99") is None


def test_value_rests_on_the_shares_held_all_the_time():
    found = judge([("2020-03-02", 40), ("2025-01-10", 60)], "55.00")
    assert found.tier.value == 2200 and found.tier.since == date(2023, 6, 15)
    assert [rule.id for rule in found.rules] == ["US-ELIG-VAL", "US-ELIG-AGG"]


def test_sold_and_bought_again_on_one_day_is_a_break():
    assert tier([("2022-01-01", 100), ("2024-02-01", 100)], "100.00", sold=[("2024-02-01", 100)]) is None
    assert tier([("2022-01-01", 100)], "100.00") == "A"


def test_sale_on_the_day_of_submission_counts_and_later_ones_do_not():
    assert tier([("2022-01-01", 100)], "100.00", sold=[("2026-06-15", 90)]) is None
    assert tier([("2022-01-01", 100)], "100.00", sold=[("2026-06-16", 90)]) == "A"


def test_splits_and_reinvested_dividends_are_restated():
    split = [(date(2025, 3, 3), 4, 1)]
    assert tier([("2022-01-01", 10)], "50.00", splits=split) == "A"
    assert tier([("2022-01-01", 10)], "50.00") is None
    assert tier([("2022-01-01", "39.5"), ("2024-01-01", "0.5")], "50.00") is None
    prices = [(date(2026, 4, 16), "200"), (date(2026, 6, 14), "51")]
    inside = [(date(2026, 5, 1), 4, 1)]
    assert eligibility.highest_price(prices, SUBMITTED, RULES, splits=inside) == 51


def test_price_window_is_the_sixty_days_before():
    assert eligibility.price_window(SUBMITTED, RULES) == (date(2026, 4, 16), date(2026, 6, 14))
    around = [("2026-04-15", "900"), ("2026-04-16", "50"), ("2026-06-14", "51.5"), ("2026-06-15", "900")]
    prices = [(day(when), price) for when, price in around]
    assert eligibility.highest_price(prices, SUBMITTED, RULES) == Fraction("51.5")
    with pytest.raises(RulebookError):
        eligibility.highest_price(prices[:1], SUBMITTED, RULES)


def test_rule_before_2022_and_the_transition():
    submitted = date(2021, 6, 1)
    old = rules.on(date(2021, 12, 31), submission=submitted)
    assert tier([("2020-06-01", 20)], "100", submitted=submitted, in_force=old) == "old"
    between = rules.on(date(2022, 5, 1), submission=submitted)
    assert tier([("2020-01-04", 20)], "100", submitted=submitted, in_force=between) == "transition"
    assert tier([("2020-01-05", 20)], "100", submitted=submitted, in_force=between) is None
    after = rules.on(date(2023, 1, 1), submission=submitted)
    assert tier([("2020-01-04", 20)], "100", submitted=submitted, in_force=after) is None


@pytest.mark.parametrize("bad", ["", "0", "-1", "1e9", "nan", "inf", 2.5, "9" * 40, "1/0"])
def test_bad_number_is_refused_without_repeating_it(bad):
    with pytest.raises(RulebookError) as refused:
        judge([("2020-01-01", bad)], "10")
    assert not bad or str(bad) not in str(refused.value) or bad in ("0", "1")
    with pytest.raises(RulebookError):
        judge([("2020-01-01", 1)], bad)


def test_more_sold_than_held_is_refused():
    with pytest.raises(RulebookError):
        judge([("2020-01-01", 5)], "10", sold=[("2020-01-02", 6)])
    with pytest.raises(RulebookError):
        judge([("2020-01-01", 5)] * 10_001, "10")
    with pytest.raises(RulebookError):
        judge([("2020-01-01", 5)], "10", in_force=rules.on(date(1990, 1, 1)))


LOTS = st.lists(st.tuples(st.dates(date(2021, 1, 1), SUBMITTED), st.integers(1, 400)), min_size=1, max_size=6)
PRICES = st.decimals("0.01", "900", places=2).map(str)


@given(LOTS, PRICES, st.dates(date(2021, 1, 1), SUBMITTED), st.integers(1, 400))
def test_another_purchase_never_takes_eligibility_away(lots, price, when, shares):
    before = eligibility.judge(submitted=SUBMITTED, bought=lots, high_price=price, rules=RULES)
    after = eligibility.judge(submitted=SUBMITTED, bought=[*lots, (when, shares)], high_price=price, rules=RULES)
    assert all(b.value <= a.value for b, a in zip(before.tiers, after.tiers, strict=True))
    assert after.is_eligible or not before.is_eligible


@given(LOTS, PRICES, st.integers(1, 500))
def test_earlier_purchases_and_a_higher_price_never_hurt(lots, price, days):
    before = eligibility.judge(submitted=SUBMITTED, bought=lots, high_price=price, rules=RULES)
    earlier = [(when - timedelta(days=days), shares) for when, shares in lots]
    higher = eligibility.amount(price) + 1
    for other in (
        eligibility.judge(submitted=SUBMITTED, bought=earlier, high_price=price, rules=RULES),
        eligibility.judge(submitted=SUBMITTED, bought=lots, high_price=higher, rules=RULES),
    ):
        assert other.is_eligible or not before.is_eligible


@given(LOTS, PRICES, st.data())
def test_sale_never_helps(lots, price, data):
    when, shares = data.draw(st.sampled_from(lots))
    sold = [(data.draw(st.dates(when, SUBMITTED)), data.draw(st.integers(1, shares)))]
    with_sale = eligibility.judge(submitted=SUBMITTED, bought=lots, sold=sold, high_price=price, rules=RULES)
    without = eligibility.judge(submitted=SUBMITTED, bought=lots, high_price=price, rules=RULES)
    assert all(w.value <= o.value for w, o in zip(with_sale.tiers, without.tiers, strict=True))


@given(st.dates(date(2023, 1, 1), date(2060, 1, 1)), st.sampled_from(["US-ELIG-A", "US-ELIG-B", "US-ELIG-C"]))
def test_exactly_the_amount_on_exactly_the_day_is_enough(submitted, rule_id):
    rule = rules.on(date(2061, 1, 1))[rule_id]
    start = plus_years(submitted, -rule.numbers["years"])
    facts = {
        "submitted": submitted,
        "high_price": rule.numbers["amount"],
        "rules": {rule_id: rule, "US-ELIG-VAL": rule},
    }
    assert eligibility.judge(bought=[(start, 1)], **facts).is_eligible
    assert not eligibility.judge(bought=[(start + timedelta(days=1), 1)], **facts).is_eligible
    assert not eligibility.judge(bought=[(start, "0.999999")], **facts).is_eligible
