"""Scripts and style sheets with the hash of their content, so that a changed file is refused by the browser."""

import base64
import functools
import hashlib
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html

register = template.Library()


def _digest(name):
    path = finders.find(name) if settings.DEBUG else staticfiles_storage.path(staticfiles_storage.stored_name(name))
    return "sha384-" + base64.b64encode(hashlib.sha384(Path(path).read_bytes()).digest()).decode()


_kept_digest = functools.lru_cache(maxsize=None)(_digest)


def integrity(name):
    """The integrity value of a static file; read once, since a running process serves one build."""
    return _digest(name) if settings.DEBUG else _kept_digest(name)


@register.simple_tag
def module(name):
    return format_html(
        '<script type="module" src="{}" integrity="{}" crossorigin="anonymous"></script>',
        staticfiles_storage.url(name),
        integrity(name),
    )


@register.simple_tag
def stylesheet(name):
    return format_html(
        '<link rel="stylesheet" href="{}" integrity="{}" crossorigin="anonymous">',
        staticfiles_storage.url(name),
        integrity(name),
    )
