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
    return wording.write_translation(
        letter=made.letter, language=language, **(GERMAN | changes), by=made.by, at=letters.NOW
    )


def translated(*, codes=6, demands=GERMAN["demands"], **parts):
    """A frozen letter in English and German."""
    made = letters.coded(codes=codes, **parts)
    translate(made, demands=demands)
    return letters.freeze(made)


def edit(made, **changes):
    return actions.edit_letter(letter=made.letter, **(letters.WORDS | changes), by=made.by, at=letters.NOW)
