"""Words counted strictly and leniently."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shareholder.rulebook import rules, wording

RULES = rules.on(date(2026, 6, 1))


@pytest.mark.parametrize(
    ("text", "lenient", "strict"),
    [
        ("", 0, 0),
        ("   \n\t ", 0, 0),
        ("anti-union", 1, 2),
        ("$2,000", 1, 2),
        ("50%", 1, 2),
        ("and/or", 1, 2),
        ("https://a.b/c-d", 1, 1),
        ("www.example.org/a-b", 1, 1),
        ("(see https://a.b/c-d)", 2, 2),
        ("AT&T", 1, 3),
        ("US$2,000", 1, 3),
        ("don't", 1, 1),
        ("2024–2026", 1, 2),
        ("first — second", 3, 3),
        ("10-K", 1, 2),
        ("£5m", 1, 2),
        ("Resolved: shareholders ask for a report.", 6, 6),
        ("e\u0301cole", 1, 1),
        ("source—https://a.b/c", 1, 2),
    ],
)
def test_counts(text, lenient, strict):
    counted = wording.count(text, RULES)
    assert (counted.lenient, counted.strict) == (lenient, strict)


def test_verdict_at_the_limit():
    assert wording.count("word " * 500, RULES).verdict == wording.FITS
    assert wording.count("word " * 501, RULES).verdict == wording.TOO_LONG
    doubtful = wording.count("word " * 499 + "anti-union", RULES)
    assert doubtful.verdict == wording.DOUBTFUL
    assert doubtful.left == -1 and doubtful.rule.id == "US-500"


def test_parts_are_counted_together_and_never_run_together():
    counted = wording.count(["Title", "Body of it", "", "1. note"], RULES)
    assert (counted.lenient, counted.strict) == (6, 6)


TEXTS = st.text(st.sampled_from("ab1 -–/%$&.,'\n\u00e9:"), max_size=80) | st.text(max_size=60)


@given(TEXTS)
def test_strict_is_never_below_lenient(text):
    assert wording.strict_words(text) >= wording.lenient_words(text) == len(text.split())


@given(TEXTS, TEXTS)
def test_texts_add_up_and_more_is_never_less(one, other):
    apart = wording.count([one, other], RULES)
    together = wording.count(f"{one} {other}", RULES)
    assert (apart.lenient, apart.strict) == (together.lenient, together.strict)
    assert apart.strict >= wording.count(one, RULES).strict


@given(st.text("a-/%", max_size=3_000))
def test_long_tokens_are_counted_at_once(text):
    wording.strict_words(text * 20)


def test_addresses_in_one_long_token_cost_by_its_length():
    """Every one of them used to copy all that came after it: this took the square of the length, and many seconds."""
    number = 400_000
    before = time.process_time()
    assert wording.strict_words('www.a"' * number) == number
    assert time.process_time() - before < 5
