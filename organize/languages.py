"""Which languages the interface speaks. Letters, statements and petitions are written in more than these."""

import functools
from pathlib import Path

from django.conf import settings


def spoken(language):
    """`language` where this site's own sentences are translated into it, else the one that they are written in.

    A page that says `lang="ar"` over English sentences is read out as noise; Django's own few words and its names of
    months would be in the one language, and the sentence around them in the other.
    """
    return language if language in _translated(tuple(settings.LOCALE_PATHS)) else settings.LANGUAGE_CODE


@functools.cache
def _translated(folders):
    return frozenset(
        file.parent.parent.name for folder in folders for file in Path(folder).glob("*/LC_MESSAGES/django.mo")
    )
