"""A letter in other languages, for tests and pictures."""

from petitions.actions import letters as actions
from petitions.actions import wording
from tests.petitions import letters

GERMAN = {
    "title": "Zwei an jedem Tor",
    "body": "Wir laden nachts.\n\nNiemand soll **allein** am offenen Tor stehen.",
    "demands": ["Zwei an jedem offenen Tor.", "Ein Licht, das geht."],
}


def translate(made, language="de", **changes):
    """One German demand for each of the letter's, or what `changes` says."""
    demands = [GERMAN["demands"][at % 2] for at in range(made.letter.demands.count())]
    words = GERMAN | {"demands": demands} | changes
    return wording.write_translation(letter=made.letter, language=language, **words, by=made.by, at=letters.NOW)


def translated(*, codes=6, **parts):
    """A frozen letter in English and German."""
    made = letters.coded(codes=codes, **parts)
    translate(made)
    return letters.freeze(made)


def edit(made, **changes):
    return actions.edit_letter(letter=made.letter, **(letters.WORDS | changes), by=made.by, at=letters.NOW)
