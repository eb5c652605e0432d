"""Every address of the site, read from the URL configuration itself."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver


def every_pattern(resolver=None, prefix="", namespace=""):
    """(name with its namespace, route, view) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_pattern(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", route, entry.callback


def ours():
    """Those that are not a library's."""
    return [found for found in every_pattern() if not found[1].startswith("accounts/")]
