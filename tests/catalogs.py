"""Translations of the interface's sentences, as gettext keeps them: files that are there, and translate nothing."""

import struct

NOTHING = struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28)  # the head of a catalog of no sentence


def translate_into(*languages, settings, folder):
    """From now on the interface speaks these languages too."""
    for language in languages:
        place = folder / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "django.mo").write_bytes(NOTHING)
    settings.LOCALE_PATHS = [folder]
