"""What signatory pages take and give: octets of fixed length, and pages that know nothing of who asks."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from organize.refusals import Refusal

OCTETS = "application/octet-stream"


def body_of(request, length):
    """The request's body when it is octets of exactly `length` bytes; a Refusal otherwise."""
    if request.content_type != OCTETS:
        raise Refusal(_("This address takes what the signing page sends, and nothing else."), 415)
    if len(request.body) != length:
        raise Refusal(_("What was sent has the wrong length. Nothing was recorded. Reload the page and try again."))
    return request.body


def octets(content):
    return HttpResponse(content, content_type=OCTETS)


def page(template, context, status=200):
    """A page rendered without the request: no context processor can put anybody's session into it."""
    return HttpResponse(render_to_string(template, context), status=status)
