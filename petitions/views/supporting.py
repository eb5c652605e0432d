"""A public petition: its page, its form, the code, the names, the count. Nothing here counts or knows who asks."""

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from organize import pressure, text
from organize.refusals import Refusal
from petitions import access, petition_queries
from petitions.actions import supporting
from petitions.forms.supporting import MailboxForm, SaidForm, SupportForm, TypedForm
from petitions.petition_states import PetitionState
from petitions.views.answers import page

BUSY = _(
    "This connection, or the whole site, is very busy. What you typed is still here: wait some minutes and send it "
    "again. If that does not help, come back in an hour, or use another connection."
)


@lru_cache(maxsize=64)
def _html(body):
    return text.render(body)


def _page(template, petition, *, form=None, status=200, **context):
    percent = min(100, 100 * petition.confirmed // max(petition.goal, 1))
    context |= {
        "petition": petition, "form": form, "percent": percent, "is_open": petition.state == PetitionState.OPEN,
        "holders": len(petition_queries.publics(petition.pk)),
    }  # fmt: skip
    return page(f"petitions/{template}.html", context, status)


_kept = {}  # pages that nobody has filled in, in this process: they change when the clock has counted, and not before
_MOST_KEPT = 256


def _empty(template, petition, make_form, **context):
    """A page with an empty form, the same bytes for everybody; making one anew costs ten times the rest."""
    mark = (
        template, petition.pk, petition.state, petition.campaign.state, petition.confirmed, petition.on_paper,
        petition.goal, petition.counted_on, petition.names_shown,
    )  # fmt: skip
    if mark not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[mark] = _page(template, petition, form=make_form(), **context).content
    return HttpResponse(_kept[mark])


@require_safe
def show(request, address):
    """The text beside the count and the form."""
    petition = access.petition_on_show(address)
    return _empty("petition_show", petition, lambda: SupportForm(petition=petition), html=_html(petition.body))


@lru_cache(maxsize=64)
def _signed(address, title):
    """The page after a signature: it says nothing of whose, so it is made once."""
    return render_to_string("petitions/petition_done.html", {"petition": {"address": address, "title": title}}).encode()


def _too_busy(scope, request, petition, form):
    try:
        pressure.admit(scope, request, place=petition.address, is_crowded=True)
    except Refusal as refusal:
        form.add_error(None, BUSY)
        return refusal.status
    return None


def _done(form, field, action, **given):
    """Whether `action` took it; its refusal otherwise stands at the field."""
    try:
        action(**given, at=timezone.now())
    except Refusal as refusal:
        form.add_error(field, refusal.sentence)
        form.status = refusal.status
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, address):
    """Ask for a code with the filled-in form. Everybody gets the same page, with what they typed carried along."""
    petition = access.petition_on_show(address)
    if request.method != "POST":
        return _empty("petition_sign", petition, lambda: SupportForm(petition=petition))
    form = SupportForm(request.POST, petition=petition)
    if not form.is_valid():
        return _page("petition_sign", petition, form=form, status=400)
    if busy := _too_busy("ask", request, petition, form):
        return _page("petition_sign", petition, form=form, status=busy)
    given = {"petition": petition, "address": form.cleaned_data["mailbox"], "said": form.said()}
    if not _done(form, "mailbox", supporting.ask_to_sign, **given):
        return _page("petition_sign", petition, form=form, status=form.status)
    return _page(
        "petition_confirm", petition, form=TypedForm(), said=SaidForm(request.POST, petition=petition), sent=True
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, address):
    """Take the code. What was filled in before stands beside it; without it, what was sent first is what counts."""
    if request.method != "POST":
        return _empty("petition_confirm", access.petition_on_show(address), TypedForm)
    petition = access.petition_to_sign(address)
    form = TypedForm(request.POST)
    said = SaidForm(request.POST, petition=petition) if "name" in request.POST else None
    if not form.is_valid() or (said is not None and not said.is_valid()):
        return _page("petition_confirm", petition, form=form, said=said, status=400)
    if busy := _too_busy("code", request, petition, form):
        return _page("petition_confirm", petition, form=form, said=said, status=busy)
    given = {"petition": petition, "code": form.cleaned_data["code"], "said": said.said() if said else None}
    if not _done(form, "code", supporting.confirm, **given):
        return _page("petition_confirm", petition, form=form, said=said, status=form.status)
    return HttpResponse(_signed(petition.address, petition.title))


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, address):
    """Ask for the code that takes a signature back; the same answer whether there is one or not."""
    petition = access.petition_on_show(address)
    if request.method != "POST":
        return _empty("petition_leave", petition, MailboxForm)
    form = MailboxForm(request.POST)
    if not form.is_valid():
        return _page("petition_leave", petition, form=form, status=400)
    if busy := _too_busy("ask", request, petition, form):
        return _page("petition_leave", petition, form=form, status=busy)
    if not _done(form, "mailbox", supporting.ask_to_leave, petition=petition, address=form.cleaned_data["mailbox"]):
        return _page("petition_leave", petition, form=form, status=form.status)
    return _page("petition_leave_confirm", petition, form=TypedForm(), sent=True)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_leave(request, address):
    petition = access.petition_on_show(address)
    if request.method != "POST":
        return _empty("petition_leave_confirm", petition, TypedForm)
    form = TypedForm(request.POST)
    if not form.is_valid():
        return _page("petition_leave_confirm", petition, form=form, status=400)
    if busy := _too_busy("code", request, petition, form):
        return _page("petition_leave_confirm", petition, form=form, status=busy)
    if not _done(form, "code", supporting.leave, petition=petition, code=form.cleaned_data["code"]):
        return _page("petition_leave_confirm", petition, form=form, status=form.status)
    return _page("petition_left", petition)


@require_safe
def names(request, address, after=None):
    """A page of public names, by name. `after` is the key of the row it begins after."""
    petition = access.petition_on_show(address)
    found = petition_queries.names_after(petition, after)
    if found is None:
        raise Http404
    rows, following = found
    return _page("petition_names", petition, rows=rows, following=following, is_first=after is None)


@require_safe
def count(request, address):
    """The numbers for other people's programs. Those who signed by mail and on paper are never added up."""
    petition = access.petition_on_show(address)
    return JsonResponse(
        {
            "title": petition.title,
            "url": settings.PUBLIC_ORIGIN + reverse("petition:petition-show", args=[petition.address]),
            "state": petition.state,
            "confirmed": petition.confirmed,
            "on_paper": petition.on_paper,
            "goal": petition.goal,
            "counted_on": petition.counted_on and petition.counted_on.isoformat(),
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def challenge(request, address):
    """A puzzle for a browser that is asked for proof of work."""
    petition = access.petition_on_show(address)
    return JsonResponse(pressure.hand_out(request, place=petition.address))
