"""letter.md: one text, in one form, that shows exactly what was written."""

import unicodedata
from html import unescape

import pytest

from organize.text import render
from petitions.letter_text import letter_md, literal, text_of
from petitions.sealing.encoding import sha256
from tests.petitions import letters

EXPECTED = """# Two people at every dock

## To

- Robin Marsh, operations director
- The board

## What we ask for

1. Two people at every open dock.
2. A light that works.

---

We load at night.

Nobody should stand at an open dock **alone**.
"""


@pytest.mark.django_db
def test_text_has_title_addressees_numbered_demands_and_body():
    made = letters.frozen(codes=2)
    assert bytes(made.letter.letter_md).decode() == EXPECTED
    assert made.facts.manifest.letter_sha256 == sha256(bytes(made.letter.letter_md))


@pytest.mark.django_db
def test_text_before_the_freeze_is_the_text_after_it():
    made = letters.coded(codes=2)
    shown = text_of(made.letter)
    letters.freeze(made)
    assert text_of(made.letter) == shown == bytes(made.letter.letter_md)


def text(**changed):
    return letter_md(**letters.WORDS | changed).decode()


def test_text_is_utf8_nfc_and_has_lf_line_ends_only():
    found = text(title="Cafe\u0301", body="e\u0301", demands=["o\u0308"], addressees=[("A\u030a", "")])
    assert unicodedata.is_normalized("NFC", found)
    assert "\r" not in found
    assert found.endswith("\u00e9\n")


NAMES = ["*Star*, Inc.", "a_b_c", "[link](https://x.example)", "<b>bold</b>", "1. First", "2) x", "- dash", "# one"]
NAMES += ["12 people", "+ plus", "> said", "`code`", "back\\slash", "AT&amp;T", "~~~", "="]
NAMES += ["\u0421\u043e\u0432\u0435\u0442"]


@pytest.mark.parametrize("name", NAMES)
def test_name_of_an_addressee_is_shown_as_it_is_written(name):
    html = render(f"- {literal(name)}\n")
    assert unescape(html).strip() == f"<ul>\n<li>{name}</li>\n</ul>"


def test_demand_with_a_list_inside_stays_one_demand():
    html = render(text(demands=["Fix the dock:\n- light\n- rail", "Pay for it."]).partition("\n")[2])
    assert html.count("<ol>") == 1
    assert html.count("<ul>") == 2  # the addressees, and the list inside the first demand
    assert "<li>Pay for it.</li>" in html


@pytest.mark.parametrize("body", ["```\nnever closed", "<!-- never closed", "1. a list\n2. of its own", "- x", "> q"])
def test_body_changes_nothing_of_the_demands(body):
    html = render(text(body=body).partition("\n")[2])
    first = "<ol>\n<li>Two people at every open dock.</li>\n<li>A light that works.</li>\n</ol>"
    assert html.count(first) == 1
    assert html.index(first) < html.index("<hr")


def test_letter_without_demands_or_addressees_has_no_empty_headings():
    assert text(demands=[], addressees=[]).startswith("# Two people at every dock\n\n---\n\nWe load")
