"""What is said of marks in a letter that nobody can see, and the same letter without them."""

import re

from django.utils.translation import gettext_lazy as _

from organize import marks

MOST_SAID = 20
MOST_TEXT = 64_000  # characters: what is longer than any field takes is refused by the form, and looked at by nobody
POSTED = re.compile(r"title|body|demands|to-([0-9]{1,2})-(name|title)")
LABELS = {"title": _("Title"), "body": _("The letter"), "demands": _("What you ask for")}
SENTENCES = {
    "hidden": _("%(name)s: it cannot be seen"),
    "space": _("%(name)s: it looks like a plain space"),
    "unseen": _("a link that nothing leads to: readers are not shown this line"),
    "look": _("“%(found)s” is a %(name)s and looks like “%(instead)s”"),
    "form": _("“%(found)s” is a %(name)s and stands for “%(instead)s”"),
    "nbsp": _("%(name)s: it looks like a plain space"),
    "wide": _("%(name)s: a wide space"),
    "spaces": _("more space than readers are shown"),
    "quotes": _("%(name)s: there are quotes or apostrophes of several kinds"),
    "dashes": _("%(name)s: there are dashes of several kinds"),
    "dots": _("“%(found)s”: there are also three single dots"),
    "entity": _("“%(found)s” is another way to write “%(instead)s”"),
}


def _texts(posted):
    """(key, label, text) of every part of a posted letter; line ends are LF."""
    for key in posted:
        part = POSTED.fullmatch(key)
        if part and len(posted[key]) <= MOST_TEXT:
            label = LABELS[key] if key in LABELS else _("Addressee %(number)s") % {"number": int(part[1]) + 1}
            yield key, label, posted[key].replace("\r\n", "\n").replace("\r", "\n")


def look(posted):
    """{"refused": […], "loose": […], "more": how many are not listed} of a posted letter, or None if nothing is found.

    Each is a dictionary: where (a label), line, column, sentence.
    """
    said, more = {"refused": [], "loose": []}, 0
    for _key, label, text in _texts(posted):
        for mark in marks.find(text):
            listed = said["refused" if mark.kind in marks.REFUSED else "loose"]
            if len(listed) < MOST_SAID:
                listed.append(_said(label, text, mark))
            else:
                more += 1
    return said | {"more": more} if said["refused"] or said["loose"] else None


def _said(label, text, mark):
    line, column = marks.place(text, mark.start)
    found = text[mark.start : mark.end]
    words = {"found": found, "name": marks.name_of(found), "instead": mark.instead}
    return {"where": label, "line": line, "column": column, "sentence": SENTENCES[mark.kind] % words}


def without(posted):
    """A copy of the posted letter (a QueryDict) with every mark removed or replaced."""
    clean = posted.copy()
    for key, _label, text in _texts(posted):
        clean[key] = marks.removed(text)
    return clean


def weighed(posted, kept=None):
    """(the letter as it goes on, what its page says of marks, whether it is to be saved) of a posted letter.

    "clean" asks for the text, or for `kept` instead of it, without marks. Before a text that looks odd is saved its
    writer is told, unless they have seen that and "keep" it; what is refused the form refuses itself.
    """
    if "clean" in posted:
        text = posted if kept is None else kept
        return without(text), {"changed": look(text)}, False
    found = look(posted)
    return posted, {"found": found}, found is None or "keep" in posted or bool(found["refused"])
