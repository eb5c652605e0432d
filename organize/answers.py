"""The pages that say no: one sentence, no content, the same for everybody who gets that sentence."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

MISSING = _("There is nothing at this address, or it is not for you.")
UNREADABLE = _("This request could not be read.")
BROKEN = _("Something went wrong on our side. Nothing you sent was kept unless a page told you so.")
AWAY = _(
    "This site cannot reach its own memory at this moment. Nothing you sent was kept unless a page told you so. Please "
    "try again in a few minutes."
)
# Database or Redis gone, full, or busy for too long: none of it is about the request, and all of it passes
PASSING = (OperationalError, InterfaceError, RedisError)


def refused(request, sentence, status):
    """The answer for a Refusal: JSON {"error": sentence} for scripts that ask for it, else a page."""
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):
        return JsonResponse({"error": str(sentence)}, status=status)
    if request.path_info.startswith(settings.LEAN_PREFIXES) or not hasattr(request, "user"):
        context = {"refusal": sentence, "status": status, "layout": "signatory.html", "back": _above(request, status)}
        return HttpResponse(render_to_string("refusal.html", context), status=status)
    context = {"refusal": sentence, "status": status, "layout": "base.html"}
    return HttpResponse(render_to_string("refusal.html", context, request), status=status)


def _above(request, status):
    """The letter's or campaign's own page, for a refusal beneath it; nothing for a missing page: it is one for all."""
    if status == 404 or not request.path_info.startswith(settings.LEAN_PREFIXES):
        return None
    return "/".join(request.path_info.split("/")[:3]) + "/"


def bad_request(request, exception=None):
    return refused(request, UNREADABLE, 400)


def missing(request, exception=None):
    return refused(request, MISSING, 404)


def broken(request):
    """A bug, or a service that is away (503). The page needs no database, session or context.

    Its incident number is all that the log shares with it. Django calls this while it handles the error.
    """
    from organize.logs import new_incident

    request.incident = new_incident()
    is_passing = isinstance(sys.exception(), PASSING)
    sentence, status = (AWAY, 503) if is_passing else (BROKEN, 500)
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):
        return JsonResponse({"error": str(sentence), "incident": request.incident}, status=status)
    context = {"refusal": sentence, "incident": request.incident, "is_passing": is_passing}
    return HttpResponse(render_to_string("500.html", context), status=status)
