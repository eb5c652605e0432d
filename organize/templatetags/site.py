"""What every page may say about this site, and addresses as pictures."""

from functools import lru_cache

import qrcode
from django import template
from django.conf import settings
from django.utils.html import format_html

from organize import countries

register = template.Library()


@register.simple_tag
def source_url():
    """Where the source of what runs here is offered, "" when the operator has not said."""
    return settings.SOURCE_URL


@register.filter
def country(code):
    """The name of a country by its ISO 3166-1 code."""
    return countries.name_of(code)


@register.simple_tag
def qr(text, label):
    """`text` as a QR code: an SVG in the page itself, so that nothing is fetched and no script draws it."""
    size, dots = _drawn(text)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
        size, label, dots,
    )  # fmt: skip


@lru_cache(maxsize=256)  # drawing takes longer than all else on a page, and a letter's pages all show one address
def _drawn(text):
    """(width in modules with the quiet zone, path of the dark ones)."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
