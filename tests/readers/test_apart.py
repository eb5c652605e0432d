"""Reports that are read in a process of their own: the same Reading, and an end to what would never end."""

import random
import time

import pytest

from shareholder.readers import apart, form_8k
from shareholder.readers.refused import Unreadable
from tests.readers import layouts

FRACTIONS = b"<p>Item 5.07<p>Proposal 1: A plan<p>For 1,234,567.25<p>Against 1,234.5<p>Abstain 12,000"


def test_a_reading_comes_back_as_it_was_made():
    chance = random.Random(4)
    votes = layouts.ballot(chance, 4)
    page = layouts.page(layouts.MARKUP[0](chance, votes)).encode()
    assert len(form_8k.read(page).items) == 4
    for raw in (page, FRACTIONS, b"", b"nothing of a vote"):
        assert apart.read(raw) == form_8k.read(raw)


def test_a_refusal_comes_back_with_its_sentence():
    with pytest.raises(Unreadable, match="more table cells"):
        apart.read(b"<table><tr>" + b"<td rowspan=65000>x" * 1000 + b"<tr><td>1" * 400)


@pytest.mark.parametrize("part", ["<a ", "<a x='", "<!--", "<![CDATA[", "<sup>a"])
def test_markup_that_takes_the_parser_too_long_ends_in_time(part, monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 1)
    raw = part.encode() * (16 * 1024 * 1024 // len(part))  # at least four seconds on a fast machine
    began = time.monotonic()
    with pytest.raises(Unreadable, match="too long"):
        apart.read(raw)
    assert time.monotonic() - began < apart.WAIT + 1


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(apart, "MEMORY", 64 * 1024**2)
    with pytest.raises(Unreadable, match="memory"):
        apart.read(b"<p>x" * 500_000)
