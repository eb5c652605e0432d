"""Text that people write: safe as HTML, and without marks that nobody can see."""

import html.parser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organize.marks import hidden_marks
from organize.text import ATTRIBUTES, TAGS, render

FRAGMENTS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
    "[x](https://a.example 'onclick=alert(1)')", "![x](https://a.example/x.png)", "<a href='javascript:alert(1)'>x</a>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "<svg/onload=alert(1)>", "`<b>`", "**bold**", "# Head", "> quote",
    "1. one",
    "- item", "<https://a.example>", "<javascript:alert(1)>", "&lt;script&gt;", "&#106;avascript:", "\\<b>", "<!--",
    "-->",
    "<style>*{}</style>", "<iframe srcdoc='<script>'>", "[x]: javascript:alert(1)", "[x]", "\n", "\n\n",
    " ", '"', "'", "<", ">",
]  # fmt: skip


class Inspector(html.parser.HTMLParser):
    """An independent reading of what a browser would see."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.bad.append(tag)
        for name, value in attributes:
            if name not in ATTRIBUTES.get(tag, ()):
                self.bad.append(f"{tag} {name}")
            if name == "href" and ":" in (value or "") and not value.lower().startswith(("https:", "mailto:")):
                self.bad.append(f"{tag} {name}={value}")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=14).map("".join))
def test_markdown_renders_to_nothing_that_runs(text):
    made = render(text)
    inspector = Inspector()
    inspector.feed(made)
    assert not inspector.bad
    allowed = {tag: set(names) - {"rel"} for tag, names in ATTRIBUTES.items()}
    again = nh3.clean(made, tags=set(TAGS), attributes=allowed, url_schemes={"https", "mailto"}, link_rel=None)
    assert _tags(again) == _tags(made)


def _tags(made):
    found = []

    class Lister(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, sorted((name, value) for name, value in attributes if name != "rel")))

    Lister().feed(made)
    return found


def test_markdown_keeps_what_letters_need():
    made = render("# We ask\n\n1. *Two* people **always**\n2. [the rule](https://rules.example/a?b=1&c=2)\n")
    assert "<h2>We ask</h2>" in made
    assert "<ol>" in made
    assert 'href="https://rules.example/a?b=1&amp;c=2"' in made
    assert 'rel="noopener noreferrer nofollow"' in made


@pytest.mark.parametrize("address", ["#", "#top", "/desk/", "other/page", "?q=1", "//host.example/x"])
def test_links_that_lead_into_this_site_keep_only_their_words(address):
    made = render(f"See [the page]({address}) and [this](https://rules.example/).")
    assert "the page" in made
    assert made.count("href=") == 1


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("\u200b", "ZERO WIDTH SPACE"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE"),
        ("\u00a0", "NO-BREAK SPACE"),
        ("\u2009", "THIN SPACE"),
        ("\ufeff", "ZERO WIDTH NO-BREAK SPACE"),
        ("\u00ad", "SOFT HYPHEN"),
        ("\ufe0f", "VARIATION SELECTOR-16"),
        ("\U000e0041", "TAG LATIN CAPITAL LETTER A"),
        ("\u200d", "ZERO WIDTH JOINER"),
        ("\x00", "U+0000"),
        ("\ue000", "U+E000"),
        ("\u3164", "HANGUL FILLER"),
    ],
)
def test_hidden_mark_is_found_where_it_is(mark, name):
    assert hidden_marks(f"first line\nab{mark}cd") == [(2, 3, name)]


@pytest.mark.parametrize(
    "text", ["Zoë Müller", "میخواهم".replace("یخ", "ی\u200cخ"), "क्\u200dष", "山田 太郎", "a\tb\r\nc", "O'Brien–Núñez"]
)
def test_plain_writing_in_many_scripts_has_no_hidden_marks(text):
    assert hidden_marks(text) == []
