"""Two texts line by line, as pages show them (templates/_changes.html)."""

import difflib

from django.utils.translation import gettext_lazy as _

MOST_LINES = 300  # comparing takes up to the cube of it, and texts come from people
ADDED, REMOVED, KEPT = ("added", _("Added:")), ("removed", _("Removed:")), ("kept", "")


def changes(before, after):
    """Yield (kind, what a screen reader says first, line) for every line of two lists of lines, in order.

    Of texts with very many lines the one is said to be removed and the other to be added.
    """
    if max(len(before), len(after)) > MOST_LINES:
        parts = [("replace", 0, len(before), 0, len(after))]
    else:
        parts = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, i, j, k, m in parts:
        if tag == "equal":
            yield from ((*KEPT, line) for line in before[i:j])
        else:
            yield from ((*REMOVED, line) for line in before[i:j])
            yield from ((*ADDED, line) for line in after[k:m])
