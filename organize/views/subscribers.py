"""Updates by mail: asked for on a campaign's public page, confirmed with a typed code, ended without an account.

Nothing that is answered here says whether a mailbox is subscribed.
"""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import access, limits
from organize.actions import subscribers
from organize.forms.subscribers import SubscribeForm, TypedCodeForm
from organize.views.acting import acted


def _page(name, campaign, form=None):
    """Rendered without the request: the same for everybody who sent the same."""
    context = {"campaign": campaign, "form": form}
    status = getattr(form, "status", 422) if form is not None and form.errors else 200
    return HttpResponse(render_to_string(f"organize/{name}.html", context), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, address):
    """Type a mailbox; then a mail is on its way, and its code is asked for."""
    campaign = access.campaign_on_show(address)
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limits.allow("subscribe", request)
        given = {"campaign": campaign, "address": form.cleaned_data["mailbox"], "at": timezone.now()}
        if acted(form, subscribers.ask, **given) is not None:
            return _page("subscriber_confirm", campaign, TypedCodeForm())
    return _page("subscriber_ask", campaign, form)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, address):
    """Type the code that was mailed."""
    campaign = access.campaign_on_show(address)
    form = TypedCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limits.allow("confirm", request)
        given = {"campaign": campaign, "code": form.cleaned_data["code"], "at": timezone.now()}
        if acted(form, subscribers.confirm, **given) is not None:
            return _page("subscriber_confirmed", campaign)
    return _page("subscriber_confirm", campaign, form)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, token):
    """A page with one button; what it sends, a mail program may send by itself (RFC 8058). Opening it changes nothing.

    The same pages for every token, whether or not anybody has it. The campaign is not named.
    """
    if request.method != "POST":
        return HttpResponse(render_to_string("organize/subscriber_leave.html"))
    subscribers.leave(token=token, at=timezone.now())
    return HttpResponse(render_to_string("organize/subscriber_left.html"))
