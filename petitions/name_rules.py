"""Which names people can read without being deceived (UTS 39, "highly restrictive"), and which look like others.

Pure: no Django. The same rules stand in client/name_rules.js, and a test holds the two together for every character
that Unicode 14.0 assigns. Whatever was sealed elsewhere cannot be refused, so names are also made harmless for showing.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

from confusable_homoglyphs import categories, confusables

from petitions.sealing.plaintext import UNSETTLED

MOST_LETTERS = 80  # marks and joiners not counted
MOST_CODE_POINTS = 120  # the protocol's own limit for a name
MOST_DIACRITICS = 2  # in a row, of those that go with any script: more is noise stacked over other lines
MOST_WORDS = 20_000  # of names whose skeletons are kept
MOST_MARKS = 4  # in a row, of a script's own: a Tibetan or Burmese syllable carries three

# Kept although NFKC would take them apart: people write their names with them.
KEPT = frozenset("\u0587\u0e33\u0eb3\u0edc\u0edd")  # Armenian ew, Thai and Lao am, Lao ho no and ho mo
# Beside letters: apostrophes, quotes, hyphens, brackets, full stop, comma, slash (a/l), middle dots; Hebrew maqaf,
# geresh and gershayim; Armenian apostrophe; Devanagari abbreviation; Tibetan tsheg; Japanese double hyphen.
SIGNS = frozenset("-'\"().,/‘’“”„«»·–‐・゠־׳״՚॰་")
COMBINED = (
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
)
SCRIPTS = frozenset(
    "ADLAM ARABIC ARMENIAN BALINESE BAMUM BATAK BENGALI BOPOMOFO BUGINESE CANADIAN_ABORIGINAL CHAKMA CHAM CHEROKEE "
    "CYRILLIC DEVANAGARI ETHIOPIC GEORGIAN GREEK GUJARATI GURMUKHI HAN HANGUL HEBREW HIRAGANA JAVANESE KANNADA "
    "KATAKANA KAYAH_LI KHMER LAO LATIN LEPCHA LIMBU LISU MALAYALAM MEETEI_MAYEK MONGOLIAN MYANMAR NEW_TAI_LUE NKO "
    "OL_CHIKI ORIYA OSAGE SAURASHTRA SINHALA SUNDANESE SYLOTI_NAGRI SYRIAC TAI_LE TAI_THAM TAI_VIET TAMIL TELUGU "
    "THAANA THAI TIBETAN TIFINAGH VAI YI".split()
)  # of living languages
JOINERS = "\u200c\u200d"
JOINED = frozenset(
    "ARABIC BENGALI DEVANAGARI GUJARATI GURMUKHI KANNADA KHMER MALAYALAM MONGOLIAN MYANMAR ORIYA SINHALA SYRIAC TAMIL "
    "TELUGU TIBETAN".split()
)  # scripts in which a joiner between two letters changes how they look
# Unicode's Default_Ignorable_Code_Point, as far as it is not Cf or unassigned: nothing is drawn for these.
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_UNSETTLED = frozenset(chr(point) for first, last in UNSETTLED for point in range(first, last + 1))
_LAST_PLAIN_SYMBOL = 0x2150  # № and ° may stand in a title; arrows, boxes and pictures begin above
HIDDEN = "\ufffd"  # shown in the place of what must not be shown
_PLAIN_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 '\"().,/-]{1,80}")  # most names: no need to look any further


@lru_cache(maxsize=20_000)
def _script(character):
    return categories.alias(character)


def tidy(text):
    """NFC, with every odd space as one plain space and none at the ends."""
    return re.sub(" +", " ", "".join(map(_plain_space, unicodedata.normalize("NFC", text)))).strip(" ")


def _plain_space(character):
    return " " if character == "\t" or unicodedata.category(character) == "Zs" else character


def _is_hidden(text, at):
    """Whether nothing, or nothing that everybody sees alike, is drawn for this character."""
    character = text[at]
    if character in JOINERS:
        around = (text[at - 1] if at else "", text[at + 1 : at + 2])
        return not all(one and _script(one) in JOINED for one in around)
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
        or character in _UNSETTLED
        or _IGNORABLE.match(character) is not None
    )


def _is_sign_of_a_name(character):
    if unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"):
        return True
    return character in SIGNS or character in " 0123456789" or character in JOINERS


def _is_sign_of_a_title(character):
    category = unicodedata.category(character)
    if category == "So":
        return ord(character) < _LAST_PLAIN_SYMBOL
    return category[0] in "LNP" or category in ("Mn", "Mc", "Sm", "Sc", "Zs") or character in JOINERS


def _has_form(character):
    """Whether it is another spelling of plain letters: full width, mathematical, in a circle, a ligature."""
    return character not in KEPT and unicodedata.normalize("NFKC", character) != character


def _run(text, at, most, counts):
    """Whether more than `most` characters that count stand in a row up to `at`."""
    return at >= most and all(counts(text[place]) for place in range(at - most, at + 1))


def _is_diacritic(character):
    return unicodedata.category(character) == "Mn" and _script(character) == "INHERITED"


def _is_mark(character):
    return unicodedata.category(character) == "Mn"


def _piles_up(text, at):
    """Whether the mark at this place is one too many, or has no letter to stand on."""
    character = text[at]
    if unicodedata.category(character) not in ("Mn", "Mc"):
        return False
    if at == 0 or unicodedata.category(text[at - 1])[0] not in "LMN" and text[at - 1] not in JOINERS:
        return True
    if _is_mark(character) and text[at - 1] == character:
        return True
    return _run(text, at, MOST_DIACRITICS, _is_diacritic) or _run(text, at, MOST_MARKS, _is_mark)


def _mixes_scripts(text):
    found = {_script(one) for one in text if unicodedata.category(one)[0] in "LM"} - {"COMMON", "INHERITED"}
    if not found <= SCRIPTS:
        return True
    return len(found) > 1 and not any(found <= together for together in COMBINED)


def length(text):
    """How many letters, signs and spaces a person sees."""
    return sum(unicodedata.category(one)[0] != "M" and one not in JOINERS for one in text)


def fault_of_name(text):
    """What keeps people from reading this (tidied) name as it is meant, or None.

    "name" (empty), "name_long", "characters" (hidden ones), "signs", "form" (letters in disguise), "marks" (piled up),
    "letters" (none), "script" (letters of several scripts, or of one that no living language uses).
    """
    if _PLAIN_NAME.fullmatch(text):
        return None
    if not text:
        return "name"
    if fault := _fault(text, "name_long", _is_sign_of_a_name):
        return fault
    if any(map(_has_form, text)):
        return "form"
    if not any(unicodedata.category(one)[0] == "L" for one in text):
        return "letters"
    return "script" if _mixes_scripts(text) else None


def fault_of_title(text):
    """The same for a title or a team, where signs, numbers and several scripts are usual; too long is "long"."""
    if fault := _fault(text, "long", _is_sign_of_a_title):
        return fault
    return "form" if any(unicodedata.category(one)[0] == "L" and _has_form(one) for one in text) else None


def _fault(text, too_long, is_sign):
    if len(text) > MOST_CODE_POINTS or length(text) > MOST_LETTERS:
        return too_long
    if any(_is_hidden(text, at) for at in range(len(text))):
        return "characters"
    if not all(map(is_sign, text)):
        return "signs"
    return "marks" if any(_piles_up(text, at) for at in range(len(text))) else None


def faults(identity):
    """[(field, fault)] of a name's fields, tidied or not; `identity` has name and may have title and team."""
    rules = {"name": fault_of_name, "title": fault_of_title, "team": fault_of_title}
    found = ((field, rule(tidy(identity.get(field, "")))) for field, rule in rules.items())
    return [(field, fault) for field, fault in found if fault]


def shown(text):
    """The text with nothing in it that could hide, reorder or cover other text: for what cannot be refused any more."""
    if text.isascii() and text.isprintable():
        return text
    text = tidy(text)
    kept = (HIDDEN if _is_hidden(text, at) else "" if _piles_up(text, at) else one for at, one in enumerate(text))
    return "".join(kept)


@lru_cache(maxsize=20_000)
def _prototype(character):
    """What UTS 39 says this character looks like: the data names that one alone, or lists those that look like it."""
    others = confusables.confusables_data.get(character, ())
    if len(others) != 1:
        return character
    other = others[0]["c"].strip("\u200e")
    back = confusables.confusables_data.get(other, ())
    mutual = len(back) == 1 and back[0]["c"].strip("\u200e") == character
    return min(character, other) if mutual else other


def harmless(identity):
    """The fields of a published name as they may be shown."""
    return {field: shown(text) for field, text in identity.items()}


def skeleton(text):
    """The UTS 39 skeleton: two names that look alike have the same. Nothing hidden, one case of spacing, NFD."""
    text = tidy(text)
    if text.isascii():
        return "".join(map(_prototype, text)) if text.isprintable() else skeleton(re.sub(r"[\x00-\x1f\x7f]", "", text))
    seen = "".join(one for at, one in enumerate(text) if not _is_hidden(text, at) and one not in JOINERS)
    looks = "".join(map(_prototype, unicodedata.normalize("NFD", seen)))
    return unicodedata.normalize("NFD", looks)


def shape(text, words):
    """16 bytes that two names share exactly if they look alike.

    words: a dict, empty at first, that keeps skeletons of words from one name to the next.
    """
    if not text.isprintable() or text != text.strip(" ") or "  " in text:
        return sha256(skeleton(text).encode()).digest()[:16]
    # Nothing here joins what stands beside it, and spaces are as `tidy` leaves them: words stand for themselves.
    found = []
    for word in text.split(" "):
        seen = words.get(word)
        if seen is None:
            seen = skeleton(word)
            if len(words) < MOST_WORDS:
                words[word] = seen
        found.append(seen)
    return sha256(" ".join(found).encode()).digest()[:16]
