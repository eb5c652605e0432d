"""Letters (/l/), statements (/s/), petitions (/p/), campaigns (/c/): no session, account, message, locale or cookie."""

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.base import BaseHandler
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from organize.answers import MISSING, UNREADABLE, refused
from organize.languages import spoken
from organize.refusals import Refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CROSS_SITE = _("This was sent from another site. Open the letter's own page and try again.")
OTHER_METHOD = _("This address is not a page to open or to send this way. Go back to the letter.")


class LeanHandler(BaseHandler):
    """Django's resolve-and-call without any middleware; what it raises becomes our own answer."""

    def __init__(self):
        self._view_middleware = self._template_response_middleware = self._exception_middleware = []

    def __call__(self, request):
        try:
            return _in_a_sentence(request, self._get_response(request))
        except Refusal as refusal:
            return refused(request, refusal.sentence, refusal.status)
        except (Http404, PermissionDenied):
            return refused(request, MISSING, 404)
        except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
            return refused(request, UNREADABLE, 400)


def _in_a_sentence(request, response):
    """Django's answer to a wrong method is an empty page; whoever opens such an address by hand is told why."""
    if response.status_code != 405:
        return response
    told = refused(request, OTHER_METHOD, 405)
    told["Allow"] = response["Allow"]
    return told


def is_cross_site(request):
    """Whether a browser says that another site's page sent this.

    Sec-Fetch-Site decides when it is there. Without it (plain http, old engines) a real Origin must be ours; a request
    with neither comes from no page, and these views read no cookie that a page could misuse. `Origin: null` is refused.
    """
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site != "same-origin"
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return False
    return origin != f"{request.scheme}://{request.get_host()}"


def language_of(path):
    """The language in /l/<address>/<language>/…, /s/… or /c/…, else the default. Never a header or a cookie."""
    parts = path.split("/", 4)
    if len(parts) > 4 and parts[3] in LANGUAGES:
        return parts[3]
    return settings.LANGUAGE_CODE


LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class SignatoryFork:
    """Sends LEAN_PREFIXES to the lean handler and everything else on to the rest of the list."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.lean = LeanHandler()
        self.prefixes = settings.LEAN_PREFIXES

    def __call__(self, request):
        if not request.path_info.startswith(self.prefixes):
            return self.get_response(request)
        request.COOKIES = {}
        translation.activate(spoken(language_of(request.path_info)))  # the thread may still hold the desk's last one
        request.get_host()  # refuses a foreign Host
        if request.method not in SAFE and is_cross_site(request):
            return refused(request, CROSS_SITE, 403)
        response = self.lean(request)
        if response.cookies or "cookie" in response.headers.get("Vary", "").lower():
            raise RuntimeError("A signatory page must neither set nor vary on a cookie.")
        return response
