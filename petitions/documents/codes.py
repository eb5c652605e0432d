"""Sheets of codes as PDF: to be cut into slips. They exist where they are returned to, and nowhere else."""

import random

from django.utils.translation import gettext

from organize.paper import pdf
from petitions.documents.picture import grouped, square

PART = 1000  # codes in one document: more in one would take half a gigabyte to set


def spelled(code):
    """A code as it is printed."""
    return grouped(code, "-")


def parts(codes, *, language, chance=None):
    """Yield the bytes of one PDF after another, `PART` codes in each, in an order that no other list of them has.

    language: of the words around the codes. chance: a random.Random; the system's own when none is given.
    """
    shuffled = list(codes)
    (chance or random.SystemRandom()).shuffle(shuffled)
    for start in range(0, len(shuffled), PART):
        yield _sheet(shuffled[start : start + PART], language)


def _sheet(codes, language):
    texts = [spelled(code) for code in codes]
    words = {
        "heading": gettext("Codes"),
        "cut": gettext(
            "Cut along the dashes and hand the slips out in any order. Do not write down who got which. Print this "
            "away from work, and do not keep the file."
        ),
        "once": gettext("One code, one signature. The square holds the code and nothing else: type it, or copy it."),
        "safety": gettext("Use your own phone, not a work device or network."),
        "address": gettext("Address:"),
        "square": gettext("The code as a picture"),
        "foot": gettext("Not stored anywhere"),
        "sheet": gettext("Sheet"),
    }
    data = {"words": words, "codes": [{"text": text, "square": square(text)} for text in texts]}
    return pdf("code_sheet", data, language=language, title=words["heading"])
