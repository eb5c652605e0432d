"""The stanzas: every rule of the domain is there, cited, dated, and one version at most is in force on any day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import rules
from shareholder.rulebook.errors import RulebookError

UNITED_STATES = """
US-ELIG-A US-ELIG-B US-ELIG-C US-ELIG-VAL US-ELIG-AGG US-ELIG-1PCT US-INTENT US-MEET US-REP US-PROOF US-ONE US-500
US-DL US-DL-MOVE US-DL-SPEC US-DEF US-DEF2 US-HOLD-BAR US-BURDEN US-APPEAR US-NAR US-NAR-RESP US-IDENT US-OPP US-8K
US-NPX US-PX US-PX-VOL US-RESUB
""".split()
GOOD = """
[[rule]]
id = "XX-1"
title = "A rule"
cite = "Somewhere"
applies_by = "meeting"
starts = 2020-01-01
source = "nobody"
confidence = "unverified"
"""


@pytest.mark.parametrize("rule_id", UNITED_STATES)
def test_rule_is_in_force_with_citation_and_source(rule_id):
    rule = rules.on(date(2026, 6, 1))[rule_id]
    assert rule.cite and rule.source and rule.title and rule.country == "US"
    assert rule.confidence in ("seen", "recalled")


def test_thirteen_bases_and_the_procedural_ones():
    found = {basis["id"]: basis["cite"] for basis in rules.ours().bases}
    assert {f"i{n}" for n in range(1, 14)} | set("bcdefh") == set(found)
    assert found["i12"] == "17 CFR 240.14a-8(i)(12)"


def test_meeting_day_decides_the_generation():
    old, new = rules.on(date(2021, 12, 31)), rules.on(date(2022, 1, 1))
    assert old["US-RESUB"].numbers["thresholds"] == [3, 6, 10]
    assert new["US-RESUB"].numbers["thresholds"] == [5, 15, 25]
    assert "US-ELIG-A" not in old and "US-ELIG-OLD" in old
    assert "US-ELIG-A" in new and "US-ELIG-OLD" not in new


def test_submission_day_decides_where_the_rule_says_so():
    meeting = date(2026, 5, 1)
    assert "US-PX-VOL" not in rules.on(meeting, submission=date(2026, 1, 22))
    assert "US-PX-VOL" in rules.on(meeting, submission=date(2026, 1, 23))


def test_rule_that_is_not_in_force_is_refused():
    with pytest.raises(RulebookError):
        rules.on(date(1990, 1, 1))["US-RESUB"]
    with pytest.raises(RulebookError):
        rules.ours().version("US-RESUB", "1890")


def test_unverified_rows_are_marked_and_the_three_countries_are_not():
    by_country = {}
    for rule in rules.ours().versions:
        by_country.setdefault(rule.country, set()).add(rule.confidence)
    for country in ("US", "GB", "CA", "DE"):
        assert "unverified" not in by_country[country]
    for country in ("AT", "FR", "CH", "NL", "SE", "NO", "JP", "AU", "CA-QC"):
        assert by_country[country] == {"unverified"}


def test_season_that_nobody_has_seen_says_unknown():
    season = rules.ours().season_on(date(2026, 11, 28))
    assert (season.id, season.status, season.confidence) == ("2026-27", "unknown", "unverified")
    assert rules.ours().season_on(date(2025, 11, 17)).id == "2025-26"
    assert rules.ours().season_on(date(2040, 1, 1)) is None


def test_own_file_laid_over_takes_the_place_of_ours(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(
        GOOD.replace("XX-1", "FR-R225-71").replace("2020-01-01", "2010-12-01")
        + '[[season]]\nid = "2026-27"\nstarts = 2026-10-01\nends = 2027-09-30\nstatus = "answers"\nnote = "n"\n'
        'source = "s"\nconfidence = "seen"\n'
    )
    book = rules.read([path])
    assert book.on(date(2026, 1, 1))["FR-R225-71"].title == "A rule"
    assert book.season_on(date(2026, 11, 28)).status == "answers"
    assert rules.ours().season_on(date(2026, 11, 28)).status == "unknown"


def laid(starts, rule_id="FR-R225-71"):
    return replace(rules.ours().on(date(2026, 1, 1))["FR-R225-71"], id=rule_id, starts=starts, title="Laid over")


def test_version_laid_over_holds_from_its_first_day_and_ours_before_it():
    book = rules.ours().over([laid(date(2027, 1, 1))])
    assert book.on(date(2026, 12, 31))["FR-R225-71"].title != "Laid over"
    assert book.on(date(2027, 1, 1))["FR-R225-71"].title == "Laid over"
    for starts in (date(2010, 12, 1), date(1990, 1, 1)):
        book = rules.ours().over([laid(starts)])
        assert [rule.title for rule in book.versions if rule.id == "FR-R225-71"] == ["Laid over"], starts
    assert "Laid over" not in {rule.title for rule in rules.ours().versions}


def test_rule_of_a_new_name_stands_beside_ours():
    book = rules.ours().over([laid(date(2020, 1, 1), "FR-OWN-1")])
    assert {"FR-OWN-1", "FR-R225-71"} <= set(book.on(date(2026, 1, 1), country="FR"))
    assert len(book.versions) == len(rules.ours().versions) + 1


def test_two_versions_of_one_rule_laid_over_at_once_are_refused():
    with pytest.raises(RulebookError):
        rules.ours().over([laid(date(2020, 1, 1)), laid(date(2021, 1, 1))])


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_one_version_at_most_is_in_force_whatever_is_laid_over(starts, day):
    found = [rule.id for rule in rules.ours().over([laid(starts)]).versions if rule.holds_on(day)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "text",
    [
        "not toml =",
        GOOD.replace('source = "nobody"\n', ""),
        GOOD.replace('"unverified"', '"certain"'),
        GOOD.replace('"meeting"', '"moon"'),
        GOOD + 'colour = "red"\n',
        GOOD + GOOD.replace("2020-01-01", "2021-01-01"),
        '[[season]]\nid = "2030-31"\n',
    ],
)
def test_bad_file_is_refused_in_one_sentence(tmp_path, text):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(RulebookError) as refused:
        rules.read([path])
    assert str(refused.value).endswith(".") and str(path) not in str(refused.value)
    with pytest.raises(RulebookError):
        rules.read([tmp_path / "absent.toml"])


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_one_version_at_most_is_in_force(day):
    found = [rule.id for rule in rules.ours().versions if rule.holds_on(day)]
    assert len(found) == len(set(found))


@given(st.sampled_from(rules.ours().versions))
def test_first_and_last_day_belong_to_the_version(rule):
    assert rule.holds_on(rule.starts) and not rule.holds_on(rule.starts - timedelta(days=1))
    if rule.ends:
        assert rule.holds_on(rule.ends) and not rule.holds_on(rule.ends + timedelta(days=1))
