"""What is written in a cell or on a line where a count is expected."""

import re
from dataclasses import dataclass
from decimal import Decimal

from shareholder.readers.labels import FOOTNOTE

COUNT, NONE, PERCENT, BLANK, WORDS = "count", "none", "percent", "blank", "words"
FRACTION = "fraction"  # a small number with a part: a percentage without its sign, or shares beside shares with parts

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,5}+|\d{1,15}+)(?:\.\d{1,6}+)?+"
PERCENTAGE = r"\(?\s*(?:less than |<\s?)?\d{1,3}(?:\.\d+)?\s?%\s*(?:of [a-z ]{1,60})?\)?"
CELL = re.compile(rf"\(?(?P<number>{NUMBER})\)?[.;]?\s*(?:votes|shares)?\s*(?:{PERCENTAGE})?", re.I)
DASH = re.compile(r"-\s?0\s?-|[-–—‒―−]{1,3}|nil|none|zero", re.I)
ABSENT = re.compile(r"n\s?/\s?a\.?|n\.a\.|not applicable", re.I)
ONLY_PERCENT = re.compile(rf"{PERCENTAGE}|%", re.I)
LARGE = 1000


@dataclass(frozen=True, slots=True)
class Value:
    """A number as it stands in the text; `number` is None where the text says that there is none to give."""

    kind: str
    number: int | Decimal | None = None
    start: int = 0
    end: int = 0


def number_of(text):
    digits = text.replace(",", "")
    return Decimal(digits) if "." in digits else int(digits)


def without_notes(text):
    """The text with its footnote marks blanked, so that offsets stay."""
    return FOOTNOTE.sub(lambda found: " " * len(found.group()), text)


def value_of(text, start):
    """The value in one line of a cell that begins at `start`.

    A fraction counts as a number of shares only if it could not be a percentage: with a thousand or more before it.
    """
    plain = without_notes(text)
    stripped = plain.strip()
    begin = start + len(plain) - len(plain.lstrip())
    end = begin + len(stripped)
    if not stripped:
        return Value(BLANK, None, start, start + len(text))
    if DASH.fullmatch(stripped):
        return Value(COUNT, 0, begin, end)
    if ABSENT.fullmatch(stripped):
        return Value(NONE, None, begin, end)
    if ONLY_PERCENT.fullmatch(stripped):
        return Value(PERCENT, None, begin, end)
    found = CELL.fullmatch(stripped)
    if not found:
        return Value(WORDS, None, begin, end)
    number = number_of(found["number"])
    if isinstance(number, Decimal) and number < LARGE:
        return Value(FRACTION, number, begin, end)
    return Value(COUNT, number, begin + found.start("number"), begin + found.end("number"))


def values_of(text, start):
    """Each line of a cell as a Value, without the percentages that stand under a count."""
    values, at = [], start
    for line in text.split("\n"):
        values.append(value_of(line, at))
        at += len(line) + 1
    counts = [value for value in values if value.kind in (COUNT, NONE)]
    if counts and all(value.kind != WORDS for value in values):
        return counts
    return values
