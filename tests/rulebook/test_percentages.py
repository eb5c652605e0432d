"""Three percentages of real votes, and rounding that never lifts a vote over a line."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import percentages
from shareholder.rulebook.errors import RulebookError
from shareholder.rulebook.percentages import LINES, Counts, shown


# Raw counts of public reports, and the percentage that the rule gives.
@pytest.mark.parametrize(
    ("counts", "by_the_rule"),
    [
        ((119_105_093, 2_140_684_293, 62_522_957, 250_464_124), "5.27"),
        ((56_762_786, 130_948_562, 3_336_106, 26_632_007), "30.24"),
        ((14_418_583, 167_593_628, 9_035_243, 26_632_007), "7.92"),
        ((20_114_622, 169_437_767, 1_495_065, 26_632_007), "10.61"),
        ((51_208_220, 872_950_533, 5_682_091, 25_100_116), "5.54"),
        ((135_654_900, 794_222_731, 1_273_492, 22_279_663), "14.59"),
        ((22_312_650, 893_160_080, 15_063_908, 20_079_959), "2.44"),
        ((313_603_896, 670_462_804, 174_314_724, 262_345_938), "31.87"),
        ((384_257_146, 642_392_622, 8_421_964, 255_697_265), "37.43"),
        ((95_695_841, 89_665_245, 468_826, 17_023_194), "51.63"),
        ((200_647_967, 12_170_706, 4_394_275, 36_285_937), "94.28"),
        ((16_340_520, 1_624_635_003, 39_412_286, 7_991_371), "1.00"),
        ((278_449_353, 6_174_725_696, 77_400_387, 633_971_647), "4.31"),
    ],
)
def test_real_vote(counts, by_the_rule):
    found = percentages.percentages(Counts(*counts))
    assert shown(found[percentages.FOR_AND_AGAINST]) == by_the_rule


def test_lower_figures_that_companies_print():
    oracle = percentages.percentages(Counts(119_105_093, 2_140_684_293, 62_522_957, 250_464_124))
    assert [shown(value) for value in oracle.values()] == ["5.27", "5.13", "4.63"]
    fedex = percentages.percentages(Counts(50_287_279, 139_919_153, 841_022, 26_632_007))
    assert shown(fedex[percentages.FOR_AND_AGAINST]) == "26.44"
    assert shown(fedex[percentages.WITH_ABSTENTIONS], 1) == "26.3"
    disney = percentages.percentages(Counts(313_603_896, 670_462_804, 174_314_724, 262_345_938))
    assert shown(disney[percentages.WITH_ABSTENTIONS]) == "27.07"


def test_no_rounding_reaches_a_line():
    assert shown(Fraction(4_999_999, 1_000_000)) == "4.99"
    assert shown(Fraction(24_995, 1_000)) == "24.99"
    assert shown(Fraction(4_997, 1_000), 0) == "4"
    assert shown(Fraction(5)) == "5.00"
    assert shown(Fraction(4_996, 1_000), 3) == "4.996"


def test_totals_that_differ_are_told():
    assert percentages.unequal_totals([Counts(1, 2, 3, 4), Counts(4, 3, 2, 1)]) == ()
    assert percentages.unequal_totals([Counts(1, 2, 3, 4), Counts(4, 3, 2, 2)]) == (10, 11)
    nothing = percentages.percentages(Counts(0, 0, 5, 0))
    assert nothing[percentages.FOR_AND_AGAINST] is None and nothing[percentages.WITH_ABSTENTIONS] == 0


@pytest.mark.parametrize("counts", [(-1, 0), (1, 2.0), (1, 2, "3"), (1, 2, 3, None), (True, 1)])
def test_counts_are_whole_numbers(counts):
    with pytest.raises(RulebookError):
        Counts(*counts)


COUNTS = st.builds(Counts, *[st.integers(0, 10**11)] * 4)


@given(COUNTS)
def test_each_wider_base_gives_no_higher_figure(counts):
    known = [value for value in percentages.percentages(counts).values() if value is not None]
    assert known == sorted(known, reverse=True) and all(0 <= value <= 100 for value in known)


@given(COUNTS.filter(lambda counts: counts.for_ + counts.against), st.integers(0, 4))
def test_shown_is_near_and_never_across_a_line(counts, places):
    value = percentages.percentages(counts)[percentages.FOR_AND_AGAINST]
    text = Fraction(shown(value, places))
    assert abs(text - value) <= Fraction(1, 10**places)
    for line in LINES:
        assert (text >= line) == (value >= line) or (text < line <= value)
        assert not text >= line > value
