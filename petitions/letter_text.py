"""The words of a letter: what is accepted, and `letter.md`, the one file that the fingerprint covers."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from organize.refusals import Refusal

TITLE = _("The title is one line of at most 200 characters, without control characters.")
BODY = _("The letter has at most 60,000 characters, and no control characters.")
DEMAND = _("A demand has at most 1,000 characters, and no control characters.")
ADDRESSEE = _("An addressee's name and office are one line of at most 200 characters each.")

# Part of what is signed and delivered, so they do not wait for the interface to be translated.
HEADINGS = {
    "en": ("To", "What we ask for"), "de": ("An", "Was wir fordern"), "fr": ("À", "Ce que nous demandons"),
    "es": ("A", "Lo que pedimos"), "pt": ("Para", "O que pedimos"), "ar": ("إلى", "ما نطالب به"),
    "hi": ("सेवा में", "हमारी माँगें"), "ja": ("宛先", "私たちが求めること"),
}  # fmt: skip

MOST_BODY = 60_000  # characters; the protocol's readers accept far more, people do not

# What Markdown would read as a mark. In a name it is only a character.
_MARKS = re.compile(r"([\\`*_\[\]<>&])")
_BLOCK_MARK = re.compile(r"^([-+#=~|]|[0-9]+(?=[.)]))")


def clean_line(text, *, most, sentence):
    """One line of text in NFC with single spaces at no end; Refusal(sentence) when it is longer than `most` characters
    or holds anything that breaks or controls a line."""
    line = unicodedata.normalize("NFC", text).strip()
    if len(line) > most or any(_is_control(char) for char in line):
        raise Refusal(sentence)
    return line


def clean_text(text, *, most, sentence):
    """Text in NFC with LF line ends, no empty lines around it, and no control characters but tabs and line ends.

    Where a line or a paragraph ends there is one way to write it: nobody sees more spaces or empty lines.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _without_loose_ends(plain)
    if len(plain) > most or any(_is_control(char) for char in plain if char not in "\n\t"):
        raise Refusal(sentence)
    return plain


def _without_loose_ends(text):
    """No spaces at the end of a line, but the two that break it within a paragraph; one empty line between two."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        bare = line.rstrip(" \t")
        breaks = bare and line[len(bare) :].startswith("  ") and at + 1 < len(lines) and lines[at + 1].strip(" \t")
        lines[at] = f"{bare}  " if breaks else bare
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").rstrip()


def _is_control(char):
    # Cs: half a surrogate pair can't be written as UTF-8. Zl, Zp: line ends in disguise.
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def literal(line):
    """A line as Markdown that reads as exactly that line."""
    return _BLOCK_MARK.sub(lambda found: _escape_block(found[0]), _MARKS.sub(r"\\\1", line))


def _escape_block(mark):
    # "2. of May" begins a list only by its dot, so that is what is escaped.
    return mark + "\\" if mark.isdigit() else "\\" + mark


def _item(mark, text):
    """A list item; lines after the first are indented beneath it, so that a list in a demand stays in that demand."""
    first, *more = text.split("\n")
    return "\n".join([mark + first, *((" " * len(mark) + line).rstrip() for line in more)])


def letter_md(*, title, body, demands, addressees, language):
    """The bytes of letter.md: UTF-8, NFC, LF. `demands` are Markdown, `addressees` (name, title) pairs.

    Title, addressees, numbered demands and body in this order: an unclosed mark in the body can swallow nothing.
    The two headings are in the letter's language.
    """
    to, asked = HEADINGS.get(language, HEADINGS["en"])  # a preview may be asked for in none of them
    parts = [f"# {title}"]
    if addressees:
        names = [literal(f"{name}, {office}" if office else name) for name, office in addressees]
        parts += [f"## {to}", "\n".join(_item("- ", name) for name in names)]
    if demands:
        items = [_item(f"{number}. ", text) for number, text in enumerate(demands, start=1)]
        parts += [f"## {asked}", "\n".join(items)]
    parts += ["---", body]
    return (unicodedata.normalize("NFC", "\n\n".join(parts)) + "\n").encode()


def text_of(letter):
    """The bytes of this letter's letter.md: as it was frozen, or before that, as it would be frozen now."""
    if letter.letter_md is not None:
        return bytes(letter.letter_md)
    return letter_md(
        title=letter.title,
        body=letter.body,
        demands=list(letter.demands.order_by("number").values_list("text", flat=True)),
        addressees=list(letter.addressees.order_by("number").values_list("name", "title")),
        language=letter.language,
    )


def text_in(translation_row, addressees):
    """The bytes of letter.<language>.md: as frozen, or as it would be now. `addressees`: the letter's pairs in order.

    People and bodies are called in every language what the letter itself calls them.
    """
    if translation_row.letter_md is not None:
        return bytes(translation_row.letter_md)
    return letter_md(
        title=translation_row.title,
        body=translation_row.body,
        demands=translation_row.demands,
        addressees=addressees,
        language=translation_row.language,
    )
