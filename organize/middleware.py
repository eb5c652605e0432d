"""What runs around every request; signatory pages see only the first three (organize.lean)."""

import logging
import time
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect, UnreadablePostError
from django.middleware.locale import LocaleMiddleware
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from organize.answers import MISSING, UNREADABLE, refused
from organize.languages import spoken
from organize.pseudonyms import as_address, pseudonym
from organize.refusals import FactorNeeded, Refusal
from organize.uploads import NamelessUploadHandler

log = logging.getLogger("organize.middleware")
FEATURES = "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection magnetometer microphone midi payment screen-wake-lock serial usb xr-spatial-tracking"  # noqa: E501  one list


def fixed_headers():
    """The headers that are the same on every response, policy included, as a list of pairs."""
    pairs = [
        ("Content-Security-Policy", build_policy()),
        ("Integrity-Policy", "blocked-destinations=(script)"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in FEATURES.split())),
        ("X-Robots-Tag", "noindex, noarchive"),
    ]
    if settings.HTTPS:
        pairs.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    return pairs


BODILESS = (204, 304)


class Headers:
    """The same strict headers on every response, errors and static files included."""

    def __init__(self, get_response):
        self.get_response = get_response
        # Same-origin on the desk because Django's own check needs an Origin, which no-referrer turns into "null". The
        # same for signatories at a plain-http onion host, where a browser may send no Sec-Fetch-Site beside it.
        self.desk = _stored([*fixed_headers(), ("Referrer-Policy", "same-origin")])
        self.signatory = _stored([*fixed_headers(), ("Referrer-Policy", "no-referrer")])

    def __call__(self, request):
        response = self.get_response(request)
        path, store = request.path_info, response.headers._store
        quiet = path.startswith(settings.LEAN_PREFIXES) and not _is_plain_onion(request)
        store.update(self.signatory if quiet else self.desk)
        if own := getattr(response, "own_policy", None):  # one page that is stricter than the rest and says why
            store["content-security-policy"] = ("Content-Security-Policy", own)
        if "cache-control" not in store and not path.startswith(settings.STATIC_URL):
            store["cache-control"] = ("Cache-Control", "no-store")
        # Without a length an answer that a killed process has cut short looks whole: an empty receipt, say.
        if not response.streaming and "content-length" not in store and response.status_code not in BODILESS:
            store["content-length"] = ("Content-Length", str(len(response.content)))
        return response


def _is_plain_onion(request):
    host = request.META.get("HTTP_HOST", "").partition(":")[0]
    return host.endswith(".onion") and not request.is_secure()


def _stored(pairs):
    """Headers as Django's response keeps them: setting them one by one re-encodes each on every response (20 µs)."""
    return {name.lower(): (name, value) for name, value in pairs}


# What a proxy or a browser says about who and where somebody is
ABOUT_PEOPLE = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_CF_CONNECTING_IP", "HTTP_FROM",
    "HTTP_TRUE_CLIENT_IP", "HTTP_USER_AGENT", "HTTP_DNT", "REMOTE_HOST", "REMOTE_PORT", "HTTP_X_FORWARDED_HOST",
)  # fmt: skip
ABOUT_SIGNATORIES = ("HTTP_REFERER", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_AUTHORIZATION")


class Language(LocaleMiddleware):
    """The language that a browser asks for, where the interface speaks it."""

    def process_request(self, request):
        super().process_request(request)
        translation.activate(spoken(translation.get_language()))
        request.LANGUAGE_CODE = translation.get_language()


class Pseudonym:
    """Nothing behind this sees a client's address: `request.bucket` is its pseudonym for today, for rate limits.

    On signatory pages what remains in META is the same for everybody; on the desk REMOTE_ADDR is the pseudonym.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.trusted = frozenset(settings.TRUSTED_PROXIES)
        self.lean = settings.LEAN_PREFIXES

    def __call__(self, request):
        meta = request.META
        address = meta.get("REMOTE_ADDR") or ""
        if address in self.trusted:
            address = meta.get("HTTP_X_REAL_IP") or address
        else:
            meta.pop("HTTP_X_FORWARDED_PROTO", None)
        request.bucket = pseudonym(address)
        drop = ABOUT_PEOPLE
        if request.path_info.startswith(self.lean):
            drop += ABOUT_SIGNATORIES
            drop += tuple(name for name in meta if name.startswith("HTTP_SEC_CH_"))
            meta["REMOTE_ADDR"] = "0.0.0.0"  # noqa: S104  no address to listen on: the same for everybody
        else:
            meta["REMOTE_ADDR"] = as_address(request.bucket)
        for name in drop:
            meta.pop(name, None)
        return self.get_response(request)


ACCOUNTS, QUARTER = "/accounts/", 0.25
TOO_LARGE = _("This is larger than this address accepts: at most %(limit)s.")


def large_body(view):
    """Mark a desk view that takes files of up to 32 MB, streamed to the disk and gone with the request."""
    view.body_limit = settings.LARGE_BODY
    return view


class BodyLimit:
    """Refuse a body by its declared length, before anything reads it. Django reads no further than that length."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signatory = request.path_info.startswith(settings.LEAN_PREFIXES)
        limit = settings.SIGNATORY_BODY if signatory else settings.LARGE_BODY
        if _length(request) > limit:
            return _too_large(request, limit)
        request.uploads = None
        try:
            return self.get_response(request)
        finally:
            if request.uploads is not None:
                request.uploads.close()

    def process_view(self, request, view, args, kwargs):
        limit = getattr(view, "body_limit", settings.DESK_BODY)
        if _length(request) > limit:
            return _too_large(request, limit)
        if limit > settings.DESK_BODY:
            request.uploads = NamelessUploadHandler(request)
            request.upload_handlers = [request.uploads]
        return None


def _length(request):
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdecimal() else 0


def _too_large(request, limit):
    """Answer 413. What was sent is read and dropped (up to 32 MB), or the sender would see a cut line and no answer."""
    left = min(_length(request), settings.LARGE_BODY)
    try:
        while left > 0 and (got := len(request.read(min(left, 65536)))):
            left -= got
    except UnreadablePostError:  # gone in the middle: nobody is left to answer
        left = 0
    return refused(request, TOO_LARGE % {"limit": filesizeformat(limit)}, 413)


class EvenTime:
    """Answers about accounts leave on whole quarters of a second after their request came in.

    Code of ours and of allauth runs a little longer or shorter for a mailbox that has an account; measured over 2,000
    requests the difference showed. Few people sign in, and rate limits keep it so, so a thread may wait for it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or not request.path_info.startswith(ACCOUNTS):
            return self.get_response(request)
        began = time.monotonic()
        response = self.get_response(request)
        took = time.monotonic() - began
        time.sleep((took // QUARTER + 1) * QUARTER - took)
        return response


class Refusals:
    """A Refusal becomes a page with its sentence; forbidden and missing become the same page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refusal):
            return refused(request, exception.sentence, exception.status)
        if isinstance(exception, FactorNeeded):
            return _to_second_factor(request)
        if isinstance(exception, (Http404, PermissionDenied)):
            return refused(request, MISSING, 404)
        if isinstance(exception, UnreadablePostError):
            return refused(request, UNREADABLE, 400)
        if isinstance(exception, IntegrityError) and _is_without_parent(exception.__cause__):
            log.warning("something was written to what had been erased a moment before: it is missing")
            return refused(request, MISSING, 404)
        return None


def _is_without_parent(cause):
    """Whether the database refused a row because the row it belongs to is gone: erased since the door let it in."""
    if getattr(cause, "sqlstate", None) == "23503":  # PostgreSQL: foreign_key_violation
        return True
    return getattr(cause, "sqlite_errorname", None) == "SQLITE_CONSTRAINT_FOREIGNKEY"


def _to_second_factor(request):
    """On to the page that asks for it, and from there back to the page that was read, where what was sent begins."""
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):
        return refused(request, _("Show your second factor first."), 403)
    back = request.get_full_path() if request.method in ("GET", "HEAD") else _page_before(request)
    return HttpResponseRedirect(reverse("second-factor", query={"next": back}))


def _page_before(request):
    """The path of this site's page that holds the form: an address that only takes forms is no page to come back to."""
    before = urlsplit(request.META.get("HTTP_REFERER", ""))
    return before.path if before.netloc == request.get_host() and before.path else reverse("desk")


def csrf_failure(request, reason=""):
    return refused(
        request, _("This form has expired, or was sent from another site. Reload the page and try again."), 403
    )
