"""How many words a proposal has, counted twice, since nobody knows how a company will count.

lenient: what stands between white space. strict: hyphens, slashes and dashes part words as well, and each number and
sign counts. Title, headings, footnotes and words in graphics count too: give all of them. An address of a page is one.
"""

import re
import unicodedata
from dataclasses import dataclass

from shareholder.rulebook.rules import Rule

FITS = "fits"  # by both counts
DOUBTFUL = "doubtful"  # by the lenient count only
TOO_LONG = "too_long"  # by both counts

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_PARTS = re.compile(r"[-/\\\u2010-\u2015\u2212\u2043\u2044\ufe58\ufe63\uff0d\uff0f]+")
_SIGNS = frozenset("%‰&§#+=")


@dataclass(frozen=True, slots=True)
class Count:
    """Two counts of one text, and what they say against the limit of the rule."""

    lenient: int
    strict: int
    verdict: str
    rule: Rule

    @property
    def left(self):
        """Words that may still be added by the strict count; below zero when there are too many."""
        return self.rule.numbers["words"] - self.strict


def _is_sign(character):
    return character in _SIGNS or unicodedata.category(character) == "Sc"


def _strict_of(piece):
    """Words of a token or a part of one: runs between dashes and signs, and each sign."""
    words = 0
    for part in _PARTS.split(piece):
        run = False
        for character in part:
            if _is_sign(character):
                words, run = words + 1, False
            elif not run and character.isalnum():
                words, run = words + 1, True
    return words


def strict_words(text):
    """Strict number of words; never below the lenient one."""
    words = 0
    for token in text.split():
        found = at = 0
        for address in _ADDRESS.finditer(token):  # what is left is never copied: that took the square of its length
            found += _strict_of(token[at : address.start()]) + 1
            at = address.end()
        words += max(1, found + _strict_of(token[at:]))
    return words


def lenient_words(text):
    return len(text.split())


def count(texts, rules):
    """Count of one text or of several (title, body, footnotes, words in graphics), which are never run together."""
    parts = [texts] if isinstance(texts, str) else list(texts)
    rule = rules["US-500"]
    lenient, strict = sum(map(lenient_words, parts)), sum(map(strict_words, parts))
    limit = rule.numbers["words"]
    verdict = FITS if strict <= limit else DOUBTFUL if lenient <= limit else TOO_LONG
    return Count(lenient, strict, verdict, rule)
