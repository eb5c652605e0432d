"""Letters and signs that look like others: of another script, in disguise, or one of several for one purpose. Pure.

Each finder yields (start, end, kind, instead) for the places of a text; `organize.marks` says what the kinds mean.
"""

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs import categories, confusables

EAST = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fff\u3001-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@lru_cache(maxsize=20_000)
def _script(character):
    return categories.alias(character)


@lru_cache(maxsize=20_000)
def _twin(character, script):
    """The letter of `script` that looks like this one, of the same case; None when there is none."""
    near = [other["c"] for other in confusables.confusables_data.get(character) or ()]
    far = [other["c"] for one in near for other in confusables.confusables_data.get(one) or ()]
    alike = [one for one in near + far if len(one) == 1 and unicodedata.category(one) in ("Lu", "Ll")]
    alike = [one for one in alike if _script(one) == script and one.islower() == character.islower()]
    # Latin letters beyond ASCII are a linguist's: nobody takes a Cyrillic letter for one of them.
    return min((one for one in alike if script != "LATIN" or one.isascii()), default=None)


def letters_of_others(text):
    """Letters that belong to another script than the word around them, or whole words that only seem to be of ours."""
    if text.isascii():
        return
    words = list(re.finditer(r"(?!\d)[^\W_](?:[\u0300-\u036f]*(?!\d)[^\W_])*", text))
    counts = [_counted(word[0]) for word in words]
    totals = {}
    for count in counts:
        for script, letters in count.items():
            totals[script] = totals.get(script, 0) + letters
    main = max(totals, key=totals.get, default=None)
    for word, count in zip(words, counts, strict=True):
        if len(count) > 1:
            script = max(count, key=lambda one: (count[one], one == main))
        elif main not in count and _is_disguised(word[0], main):
            script = main
        else:
            continue
        for at, letter in enumerate(word[0], start=word.start()):
            if unicodedata.category(letter) in ("Lu", "Ll") and _script(letter) not in (script, "COMMON", "INHERITED"):
                if twin := _twin(letter, script):
                    yield (at, at + 1, "look", twin)


def _counted(word):
    found = {}
    for letter in word:
        script = "LATIN" if letter.isascii() else _script(letter)
        if script not in ("COMMON", "INHERITED"):
            found[script] = found.get(script, 0) + 1
    return found


_ONE_LETTER_WORDS = frozenset("aoyci")  # in Latin letters; Cyrillic languages have words that look like these


def _is_disguised(word, main):
    """Whether a word of one script reads as one of the text's own. Latin words are cited anywhere."""
    if main != "LATIN" and word not in _ONE_LETTER_WORDS:
        return False
    if len(word) == 1 and _script(word) == "GREEK":  # a quantity's sign
        return False
    return all(unicodedata.category(one) in ("Lu", "Ll") and _twin(one, main) for one in word)


# Without a decomposition, and drawn like a plain sign.
_DRAWN_ALIKE = {
    "ɑ": "a", "ɡ": "g", "ȷ": "j", "ı": "i", "⁄": "/", "∕": "/", "꞉": ":", "∶": ":", "ː": ":", "ǃ": "!", "‐": "-",
    "‑": "-", "⁃": "-",
}  # fmt: skip
_DISGUISES = frozenset({"<wide>", "<font>", "<compat>", "<small>"})  # kinds of decomposition
_DOTLESS_LANGUAGES = re.compile("[ğĞşŞİəƏ]")


def disguises(text):
    if text.isascii():
        return
    is_east, is_dotless = EAST.search(text) is not None, _DOTLESS_LANGUAGES.search(text) is not None
    for found in re.finditer(r"[^\x00-\x7f]", text):
        instead = _plain_form(found[0])
        if instead and not (is_east and "\uff00" < found[0] < "\uff66") and not (is_dotless and found[0] == "ı"):
            yield (*found.span(), "form", instead)


@lru_cache(maxsize=20_000)
def _plain_form(character):
    """The ASCII that this letter or sign is a disguise of, or None: full width, mathematical, small, a ligature."""
    if character in _DRAWN_ALIKE:
        return _DRAWN_ALIKE[character]
    if (
        character == "…"
        or unicodedata.category(character) == "So"
        or unicodedata.decomposition(character).partition(" ")[0] not in _DISGUISES
    ):
        return None
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and not plain.isspace() and " " not in plain else None


_QUOTES = (
    ("'", ("'", "’‘‚", "ʼ", "‛", "′", "´")),
    ('"', ('"', "“”„", "‟", "″", "〝〞")),
)


def quotes(text):
    for plain, kinds in _QUOTES:
        if sum(not set(kind).isdisjoint(text) for kind in kinds) > 1:
            others = re.escape("".join(kinds[1:]))
            yield from ((*found.span(), "quotes", plain) for found in re.finditer(f"[{others}]", text))


def dashes(text):
    found = list(re.finditer(r"(?<=\S )(?:--?|[–—―])(?= \S)", text))
    if len({one[0] for one in found}) > 1:
        yield from ((*one.span(), "dashes", "–") for one in found if one[0] != "–")


def dots(text):
    if "…" in text and re.search(r"(?<!\.)\.{3}(?!\.)", text):
        yield from ((*found.span(), "dots", "...") for found in re.finditer("…", text))
