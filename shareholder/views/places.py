"""Taking a place as a filer: with an account, or by getting one. A filer need not be in any group."""

from allauth.account.utils import perform_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from organize import limits
from organize.views.acting import acted
from shareholder import access
from shareholder.actions import filers
from shareholder.forms.filers import MailCodeForm, NewFilerForm, PlaceCodeForm

KEY = "place"  # in the session: the place whose code was typed there
NOT_NOW = _("This code offers nothing now. Ask whoever gave it to you.")


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request):
    """Type the code of a place. Whoever has no account, or is signed out, shows a mailbox first."""
    known = request.user.is_authenticated
    form = (PlaceCodeForm if known else NewFilerForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.allow("join", request)
        try:
            filing = access.place_offered(form.cleaned_data["code"])
        except Http404:
            form.add_error("code", NOT_NOW)
        else:
            return _take(request, form, filing) if known else _ask(request, form, filing)
    return _page(request, "place_accept", form)


def _take(request, form, filing):
    access.filer_to_be(request.user)
    if acted(form, filers.accept_place, filing=filing, by=request.user, at=timezone.now()):
        return redirect("shareholder:filing-read", filing.slug)
    return _page(request, "place_accept", form)


def _ask(request, form, filing):
    """The same answer whether or not the mailbox has an account."""
    filers.ask_newcomer(filing=filing, mailbox=form.cleaned_data["mailbox"], at=timezone.now())
    request.session[KEY] = access.key_of_place(filing)
    return redirect("shareholder:place-confirm")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Type the code from the mail: the account is made, and the place taken with it."""
    try:
        filing = access.place_kept(request.session.get(KEY))
    except Http404:
        return redirect("shareholder:place-accept")
    form = MailCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.allow("join", request)
        given = {"filing": filing, "code": form.cleaned_data["code"], "by": None, "at": timezone.now()}
        user = acted(form, filers.join_as_newcomer, **given)
        if user:
            del request.session[KEY]
            return perform_login(request, user, redirect_url=reverse("shareholder:filing-read", args=[filing.slug]))
    return _page(request, "place_confirm", form)


def _page(request, template, form):
    status = getattr(form, "status", 422) if form.errors else 200
    return render(request, f"shareholder/{template}.html", {"form": form}, status=status)
