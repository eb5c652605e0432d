"""Text that people write: Markdown to HTML, and marks that nobody can see."""

import unicodedata

import bleach
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = frozenset(
    ["p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "code", "pre"]
)
ATTRIBUTES = {"a": ["href", "title", "rel"], "ol": ["start"]}  # of links that lead somewhere; see _link
PROTOCOLS = frozenset({"https", "mailto"})
WHOLE = tuple(f"{protocol}:" for protocol in sorted(PROTOCOLS))


def _heading(_renderer, tokens, index, _options, _env):
    """h1 belongs to the page, so # and ## are both h2; nothing goes below h4."""
    token = tokens[index]
    level = min(max(int(token.tag[1]), 2), 4)
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"


def _link(renderer, tokens, index, options, env):
    """Whole addresses only: a pasted "#" or "/page" would lead back into this site, so only its words stay."""
    token = tokens[index]
    if not token.attrGet("href").startswith(WHOLE):
        token.attrs = {}
    else:
        token.attrSet("rel", "noopener noreferrer nofollow")
    return renderer.renderToken(tokens, index, options, env)


_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
_markdown.disable(["image", "html_block", "html_inline"])
_markdown.add_render_rule("heading_open", _heading)
_markdown.add_render_rule("heading_close", _heading)
_markdown.add_render_rule("link_open", _link)


def clean(html):
    """HTML reduced to the allow-list. The one call to bleach: its project has ended, so nothing leans on it alone."""
    return bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, strip_comments=True)


def render(text):
    """CommonMark to safe HTML: raw HTML and images are off before the allow-list sees anything."""
    return mark_safe(clean(_markdown.render(text)))  # noqa: S308  the two walls are the line above


# Format marks that some scripts need between letters
JOINERS = {"\u200c", "\u200d"}
JOINING_SCRIPTS = (
    "ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "KANNADA", "MALAYALAM", "ORIYA",
    "SINHALA", "TAMIL", "TELUGU", "TIBETAN", "KHMER", "MYANMAR",
)  # fmt: skip


def hidden_marks(text):
    """Every invisible or misleading mark in `text` as (line, column, Unicode name); lines and columns count from 1.

    Control and format characters (zero width, direction, tags), odd spaces, private and unassigned code points, and
    variation selectors. Newline and tab are plain. Joiners are accepted between letters, where scripts need them.
    """
    found = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        for column, char in enumerate(line, start=1):
            if _is_hidden(char, line[column - 2 : column - 1] if column > 1 else "", line[column : column + 1]):
                found.append((number, column, unicodedata.name(char, f"U+{ord(char):04X}")))
    return found


def _is_hidden(char, before, after):
    if char in (" ", "\t"):
        return False
    if char in JOINERS:
        return not (_joins(before) and _joins(after))
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp"):
        return True
    return (
        0xFE00 <= ord(char) <= 0xFE0F
        or 0xE0100 <= ord(char) <= 0xE01EF
        or ord(char) in (0x115F, 0x1160, 0x3164, 0xFFA0)
    )


def _joins(char):
    """Whether `char` belongs to a script in which a joiner changes how letters look."""
    if not char:
        return False
    return unicodedata.name(char, "").startswith(JOINING_SCRIPTS)
