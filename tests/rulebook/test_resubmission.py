"""May it be put again: real votes under both generations of the rule, boundaries, and what must hold of any votes.

Raw counts are facts of public reports, taken as if they were all the votes on the matter.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import resubmission, rules
from shareholder.rulebook.errors import RulebookError
from shareholder.rulebook.percentages import shown
from shareholder.rulebook.resubmission import Vote

OLD, NEW = (rules.ours().version("US-RESUB", version) for version in ("1998", "2022"))


def votes(*rows):
    return [Vote(date(year, 3, 1), in_favour, against) for year, in_favour, against in rows]


ORACLE = votes((2024, 119_105_093, 2_140_684_293))
TYSON_RIGHTS = votes((2019, 51_208_220, 872_950_533), (2020, 135_654_900, 794_222_731))
TYSON_BOARD = votes((2017, 22_312_650, 893_160_080))
DISNEY_LOBBYING = votes((2016, 313_603_896, 670_462_804), (2017, 3_684, 6_316), (2018, 384_257_146, 642_392_622))
DISNEY_ACCESS = votes((2017, 269_411, 730_589), (2018, 274_402, 725_598))  # from percentages: counts not at hand
DISNEY_ACCESS_ONE = votes((2016, 1, 2), (2017, 269_411, 730_589))
FEDEX = votes((2023, 14_418_583, 167_593_628))
ESTEE = votes((2013, 16_340_520, 1_624_635_003))
FIVE, BELOW_FIVE = votes((2025, 5, 95)), votes((2025, 499, 9_501))
FIFTEEN, BELOW_FIFTEEN = votes((2024, 1, 9), (2025, 15, 85)), votes((2024, 1, 9), (2025, 1_499, 8_501))
THREE = ((2023, 1, 9), (2024, 2, 8))
QUARTER, BELOW_QUARTER = votes(*THREE, (2025, 25, 75)), votes(*THREE, (2025, 2_499, 7_501))
AGED = votes((2020, 1, 9), (2024, 1, 9), (2025, 16, 84))


@pytest.mark.parametrize(
    ("linked", "year", "rule", "excludable", "times", "last"),
    [
        (ORACLE, 2025, NEW, False, 1, "5.2706"),
        (TYSON_RIGHTS, 2021, OLD, False, 2, "14.5885"),
        (TYSON_RIGHTS, 2021, NEW, True, 2, "14.5885"),
        (TYSON_RIGHTS, 2022, NEW, True, 2, "14.5885"),
        (TYSON_RIGHTS, 2023, NEW, True, 2, "14.5885"),
        (TYSON_RIGHTS, 2024, NEW, False, 2, "14.5885"),
        (TYSON_RIGHTS, 2025, NEW, False, 1, "14.5885"),
        (TYSON_RIGHTS, 2026, NEW, False, 0, None),
        (TYSON_BOARD, 2018, NEW, True, 1, "2.4373"),
        (TYSON_BOARD, 2018, OLD, True, 1, "2.4373"),
        (TYSON_BOARD, 2020, NEW, True, 1, "2.4373"),
        (TYSON_BOARD, 2021, NEW, False, 1, "2.4373"),
        (DISNEY_LOBBYING, 2019, NEW, False, 3, "37.4283"),
        (DISNEY_ACCESS, 2019, NEW, False, 2, "27.4402"),
        (DISNEY_ACCESS_ONE, 2018, NEW, False, 2, "26.9411"),
        (FEDEX, 2024, NEW, False, 1, "7.9218"),
        (ESTEE, 2014, NEW, True, 1, "0.9958"),
        (ESTEE, 2016, NEW, True, 1, "0.9958"),
        (ESTEE, 2017, NEW, False, 1, "0.9958"),
        (FIVE, 2026, NEW, False, 1, "5.0000"),
        (BELOW_FIVE, 2026, NEW, True, 1, "4.9900"),
        (FIFTEEN, 2026, NEW, False, 2, "15.0000"),
        (BELOW_FIFTEEN, 2026, NEW, True, 2, "14.9900"),
        (QUARTER, 2026, NEW, False, 3, "25.0000"),
        (BELOW_QUARTER, 2026, NEW, True, 3, "24.9900"),
        (AGED, 2026, NEW, False, 2, "16.0000"),
        (BELOW_FIVE, 2027, NEW, True, 1, "4.9900"),
        (BELOW_FIVE, 2028, NEW, True, 1, "4.9900"),
        (BELOW_FIVE, 2029, NEW, False, 1, "4.9900"),
    ],
)
def test_case(linked, year, rule, excludable, times, last):
    verdict = resubmission.judge(linked, year, rule)
    assert (verdict.is_excludable, verdict.times) == (excludable, times)
    assert (shown(verdict.last.percentage, 4) if verdict.last else None) == last


def test_bar_ends_after_three_calendar_years():
    for year in (2026, 2027, 2028):
        verdict = resubmission.judge(BELOW_FIVE, year, NEW)
        assert verdict.is_excludable and verdict.clear_from == 2029
    assert resubmission.judge(BELOW_FIVE, 2029, NEW).why == resubmission.LAST_VOTE_TOO_OLD
    assert resubmission.judge(BELOW_FIVE, 2031, NEW).why == resubmission.NO_VOTE_IN_WINDOW
    assert resubmission.judge(FIVE, 2026, NEW).clear_from == 2026


def test_bar_can_end_earlier_when_an_old_vote_leaves_the_window():
    linked = votes((2021, 1, 9), (2025, 10, 90))
    assert resubmission.judge(linked, 2026, NEW).clear_from == 2027
    assert not resubmission.judge(linked, 2027, NEW).is_excludable


def test_votes_of_the_year_itself_and_later_are_ignored():
    assert resubmission.judge(votes((2026, 1, 99), (2027, 1, 99)), 2026, NEW).why == resubmission.NO_VOTE_IN_WINDOW


def test_next_threshold():
    assert resubmission.reached_next([], 2026, NEW) == 5
    assert resubmission.reached_next(FIVE, 2026, NEW) == 15
    assert resubmission.reached_next(FIFTEEN, 2026, NEW) == 25
    assert resubmission.reached_next(QUARTER, 2026, NEW) == 25


@pytest.mark.parametrize("counts", [(0, 0), (-1, 5), (1.5, 2), (True, 2), ("1", 2)])
def test_counts_that_are_none_are_refused(counts):
    with pytest.raises(RulebookError):
        Vote(date(2025, 1, 1), *counts)


COUNTS = st.integers(0, 10**11)
YEARS = st.lists(st.integers(2015, 2035), min_size=1, max_size=7, unique=True)


def drawn(data, years):
    return [
        Vote(date(year, data.draw(st.integers(1, 12)), 1), data.draw(COUNTS), data.draw(COUNTS) + 1) for year in years
    ]


@given(st.data(), YEARS, st.integers(2016, 2040), st.sampled_from([OLD, NEW]), COUNTS)
def test_more_votes_for_it_never_bar_it(data, years, year, rule, more):
    linked = drawn(data, years)
    last = max(linked, key=lambda vote: vote.meeting)
    better = [vote for vote in linked if vote is not last] + [Vote(last.meeting, last.for_ + more, last.against)]
    if resubmission.judge(better, year, rule).is_excludable:
        assert resubmission.judge(linked, year, rule).is_excludable


@given(st.data(), YEARS, st.integers(2016, 2040))
def test_old_thresholds_never_bar_what_the_new_ones_allow(data, years, year):
    linked = drawn(data, years)
    if resubmission.judge(linked, year, OLD).is_excludable:
        assert resubmission.judge(linked, year, NEW).is_excludable


@given(st.data(), YEARS, st.integers(2016, 2040), st.sampled_from([OLD, NEW]))
def test_clear_year_is_the_first_that_is_clear(data, years, year, rule):
    linked = [vote for vote in drawn(data, years) if vote.meeting.year < year]
    verdict = resubmission.judge(linked, year, rule)
    assert year <= verdict.clear_from <= year + 3
    assert not resubmission.judge(linked, verdict.clear_from, rule).is_excludable
    for between in range(year, verdict.clear_from):
        assert resubmission.judge(linked, between, rule).is_excludable


@given(st.integers(1, 10**9), st.sampled_from([(1, 5), (2, 15), (3, 25), (4, 25)]))
def test_equal_to_the_threshold_is_safe_and_one_share_less_is_not(scale, times_and_threshold):
    times, threshold = times_and_threshold
    earlier = votes(*((2025 - n, 1, 1) for n in range(1, times)))
    at = [*earlier, Vote(date(2025, 5, 1), threshold * scale, (100 - threshold) * scale)]
    under = [*earlier, Vote(date(2025, 5, 1), threshold * scale - 1, (100 - threshold) * scale)]
    assert not resubmission.judge(at, 2026, NEW).is_excludable
    assert resubmission.judge(under, 2026, NEW).is_excludable
