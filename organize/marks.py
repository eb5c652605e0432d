"""What a text holds that its readers cannot see, or cannot tell from what they take it for. Pure: no Django.

A pasted text can say who it was given to: a bit for each place where either of two spellings stands that look alike.
`find` names such places; `removed` puts one spelling at all of them, so that what was given to any two is the same.
"""

import html
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from organize import alike

# What nobody sees at all. The other kinds can be seen by somebody who looks closely, and true texts hold them too.
REFUSED = frozenset({"hidden", "space", "unseen"})
JOINERS = "\u200c\u200d"
# Scripts in which a joiner between two letters changes how they look; in those of India, only beside a virama.
JOINED = ("ARABIC", "SYRIAC", "MONGOLIAN", "TIBETAN", "KHMER", "MYANMAR")
JOINED_AT_VIRAMA = (
    "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "KANNADA", "MALAYALAM", "ORIYA", "SINHALA", "TAMIL", "TELUGU",
)  # fmt: skip
VIRAMA = 9  # its canonical combining class
_PICTURE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_PART = f"[{_PICTURE}](?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
_FLAGS = "|".join("".join(chr(0xE0000 + ord(one)) for one in name) for name in ("gbeng", "gbsct", "gbwls"))
# An emoji is drawn from several characters, some of which show nothing by themselves.
_EMOJI = re.compile(
    f"\U0001f3f4(?:{_FLAGS})\U000e007f|[#*0-9]\ufe0f\u20e3|[{_PICTURE}]\ufe0e|{_PART}(?:\u200d{_PART})*"
)
# Default_Ignorable_Code_Point as far as it is not Cf, and the blank Braille pattern: nothing is drawn for these.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_LINE_ENDS = frozenset("\v\f\x85\u2028\u2029")
WIDE_SPACES = {"\u00a0": "nbsp", "\u202f": "nbsp", "\u3000": "wide"}  # usual in French, in numbers, in East Asia


class Mark(NamedTuple):
    """A place in a text, text[start:end], and what it would be `instead`."""

    start: int
    end: int
    kind: str
    instead: str


def find(text):
    """Every Mark of `text`, in order, none over another. Kinds of REFUSED show nothing; the others look like others.

    "hidden", "space" (an odd one), "unseen" (a line that Markdown does not show); "look" (a letter of another script),
    "form" (a letter or sign in disguise), "nbsp" and "wide" (spaces that some typography uses), "spaces" (several, or a
    tab), "quotes", "dashes", "dots" (two kinds for one purpose), "entity" (a letter written as a number).
    Line ends are LF.
    """
    finders = (_hidden, _entities, _unseen, _spaces, alike.letters_of_others, alike.disguises, alike.quotes,
               alike.dashes, alike.dots)  # fmt: skip
    found, end = [], -1
    marks = (Mark(*one) for finder in finders for one in finder(text))
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if mark.start >= end:
            found.append(mark)
            end = mark.end
    return found


def removed(text):
    """The text with something instead of each mark, until there is none."""
    marks = find(text)
    while marks:
        parts, end = [], 0
        for mark in marks:
            parts += [text[end : mark.start], mark.instead]
            end = mark.end
        shorter = "".join([*parts, text[end:]])
        if shorter == text:
            raise RuntimeError("a mark would stay for ever")
        text, marks = shorter, find(shorter)
    return text


def place(text, start):
    """(line, column) of a place, both from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def name_of(text):
    """The Unicode name of what a mark covers, in lower case; its first character's where it covers several."""
    return unicodedata.name(text[0], f"U+{ord(text[0]):04X}").lower()


def hidden_marks(text):
    """(line, column, Unicode name) of every mark that a line or a short text in a form may not hold.

    All that `find` refuses, and the spaces that only a letter's typography needs.
    """
    text = text.replace("\r\n", "\n")
    kinds = REFUSED | set(WIDE_SPACES.values())
    found = [mark for mark in (*_hidden(text), *_spaces(text)) if mark.kind in kinds]
    return [(*place(text, mark.start), name_of(text[mark.start]).upper()) for mark in sorted(found)]


def _hidden(text):
    emoji = set()
    for found in _EMOJI.finditer(text) if not text.isascii() else ():
        emoji.update(range(*found.span()))
    for found in re.finditer(r"[^\n\t -~]", text):
        at, character = found.start(), found[0]
        if at not in emoji and _is_hidden(text, at):
            kind, instead = "hidden", ""
            if unicodedata.category(character) == "Zs":
                kind, instead = "space", " "
            elif character in _LINE_ENDS:
                instead = "\n"
            yield Mark(at, at + 1, kind, instead)


def _is_hidden(text, at):
    character = text[at]
    if character in JOINERS:
        return not _joins(text[at - 1] if at else "", text[at + 1 : at + 2])
    if character in WIDE_SPACES or character in _SEEN_FORMATS:
        return False
    if "\u180b" <= character <= "\u180f" and at and _is_of(text[at - 1], ("MONGOLIAN",)):
        return False
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp"):
        return True
    return _BLANK.match(character) is not None


def _is_of(character, scripts):
    return bool(character) and unicodedata.name(character, "").startswith(scripts)


def _joins(before, after):
    """Whether a joiner between these two changes how they look."""
    if _is_of(before, JOINED_AT_VIRAMA):
        return VIRAMA in (unicodedata.combining(before), unicodedata.combining(after or " "))
    return _is_of(before, JOINED) and _is_of(after, JOINED)


def _entities(text):
    for found in re.finditer(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", text):
        meant = html.unescape(found[0])
        if meant == found[0]:
            continue
        if any(mark.kind in REFUSED for mark in _hidden(meant)):
            yield Mark(*found.span(), "hidden", " " if meant.isspace() else "")
        elif meant in WIDE_SPACES:
            yield Mark(*found.span(), "nbsp", " ")
        elif meant.isalnum():
            yield Mark(*found.span(), "entity", meant)


def _unseen(text):
    """Link definitions that nothing uses: Markdown shows nothing for them."""
    labels = Counter(found[1].lower() for found in re.finditer(r"\[([^\[\]\n]+)\]", text))
    for found in re.finditer(r"(?m)^ {0,3}\[([^\[\]\n]+)\]:[^\n]*\n?", text):
        if labels[found[1].lower()] == 1:
            yield Mark(*found.span(), "unseen", "")


_SEVERAL = re.compile(r"(?<=\S)[ \t]+(?=\S)")  # one space is found too, and is none
_LEADING = re.compile(r"(?m)^ (?=\S)")  # one space: Markdown shows none, and lists within lists need more
# Where typography asks for a space that holds together: before such a sign, after one, within a number.
_HOLDING = re.compile(
    "(?<=\\S)[ \u00a0\u202f](?=[!?:;»%€])|(?<=«)[ \u00a0\u202f]|(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}\\b)"
)


def _spaces(text):
    yield from (Mark(*found.span(), "spaces", " ") for found in _SEVERAL.finditer(text) if found[0] != " ")
    yield from (Mark(*found.span(), "spaces", "") for found in _LEADING.finditer(text))
    if text.isascii():
        return
    ways = {}  # {the signs beside it: {space: [places]}}: whoever always writes it in one way says nothing by it
    for found in _HOLDING.finditer(text):
        before, after = text[found.start() - 1], text[found.end()]
        sign = after if after in "!?:;»%€" else "«" if before == "«" else "0"
        ways.setdefault(sign, {}).setdefault(found[0], []).append(found.start())
    kept = {place for spaces in ways.values() if len(spaces) == 1 for places in spaces.values() for place in places}
    for found in re.finditer("[\u00a0\u202f\u3000]", text):
        beside = text[max(found.start() - 1, 0) : found.start() + 2]
        if found.start() not in kept and not (found[0] == "\u3000" and alike.EAST.search(beside)):
            yield Mark(*found.span(), WIDE_SPACES[found[0]], " ")
