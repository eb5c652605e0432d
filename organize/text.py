"""Text that people write: Markdown to HTML. Marks that nobody can see are in marks.py."""

from html.parser import HTMLParser

import bleach
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = frozenset(
    ["p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "code", "pre"]
)
EMPTY = frozenset({"br", "hr"})  # tags with nothing inside and no end
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


class _Tree(HTMLParser):
    """Cleaned HTML as nested lists."""

    def __init__(self):
        super().__init__()
        self.root = []
        self.inside = [self.root]  # the lists that are open, the innermost last

    def handle_starttag(self, tag, attrs):
        node = [tag, dict(attrs), []]
        self.inside[-1].append(node)
        if tag not in EMPTY:
            self.inside.append(node[2])

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            self.inside.pop()

    def handle_data(self, data):
        self.inside[-1].append(data)


def tree(html):
    """What `render` returned as lists that a page can build without reading markup: text, or [tag, attributes, inside].

    Our policy forbids scripts to turn text into markup, and that is worth more than a shorter preview.
    """
    parser = _Tree()
    parser.feed(html)
    parser.close()
    return parser.root
