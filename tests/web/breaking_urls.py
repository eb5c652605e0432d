"""The site's own addresses, behind each of which a view breaks while it holds what nobody may see."""

from django.urls import re_path
from django.urls.resolvers import URLPattern

from organize.middleware import large_body

CANARIES = ("Wilhelmina Canary", "wilhelmina@canary.example", "CANARYCODE1234567890", "127.77.66.55")

handler400 = "organize.answers.bad_request"
handler403 = handler404 = "organize.answers.missing"
handler500 = "organize.answers.broken"


def breaks(request, **_path):
    name, mailbox, code, address = CANARIES
    secret = {"name": name, "body": request.body, "given": dict(request.POST)}
    raise ValueError(f"could not sign for {name} {mailbox} {code} {address} {secret}")


large = large_body(lambda request, **path: breaks(request, **path))


def twins():
    from django.urls.resolvers import get_resolver

    def walk(resolver, prefix):
        for entry in resolver.url_patterns:
            route = prefix + entry.pattern.regex.pattern.lstrip("^").removesuffix(r"\Z").removesuffix("$")
            if isinstance(entry, URLPattern):
                view = large if hasattr(entry.callback, "body_limit") else breaks
                yield re_path(f"^{route}$", view)
            else:
                yield from walk(entry, route)

    return list(walk(get_resolver("organize.urls"), ""))


urlpatterns = twins()
