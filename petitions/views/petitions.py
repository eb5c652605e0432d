"""The desk of a public petition: its text, its state, and the steps that change it for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organize.access import campaign_to_edit
from organize.views.acting import acted
from petitions import access, petition_queries
from petitions.actions import petitions
from petitions.forms.endings import ReadForm, SureForm
from petitions.forms.petitions import OpenForm, PetitionForm
from petitions.views.petition_page import page

WORDS = ("title", "addressee", "body", "language", "publisher", "first_goal", "offers_updates", "partners",
         "looks_first")  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request):
    """Begin a petition in a campaign, named by ?campaign=."""
    campaign = campaign_to_edit(request.user, request.GET.get("campaign", ""))
    form = PetitionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"campaign": campaign, "by": request.user, "at": timezone.now()}
        if made := acted(form, petitions.draft_petition, **given):
            return redirect("petition-desk:petition-read", made.slug)
    status = getattr(form, "status", 400) if form.is_bound and form.errors else 200
    context = {"form": form, "campaign": campaign, "group": campaign.group}
    return render(request, "petitions/petition_draft.html", context, status=status)


@login_required
@require_safe
def read(request, slug):
    """Where it stands, and what can be done."""
    petition = access.petition_to_read(request.user, slug)
    public = petition.address and settings.PUBLIC_ORIGIN + reverse("petition:petition-show", args=[petition.address])
    top = sorted(((code, n) for code, n in petition.countries.items() if code and n >= 10), key=lambda one: -one[1])
    return page(
        request, "petition_read", petition, holders=petition_queries.holders_of(petition), public=public,
        countries=top[:10], sheets=petition_queries.sheets_of(petition),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """Change a draft. The action refuses once it is open."""
    petition = access.petition_to_edit(request.user, slug)
    kept = {name: getattr(petition, name) for name in WORDS}
    form = PetitionForm(request.POST) if request.method == "POST" else PetitionForm(initial=kept)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"petition": petition, "by": request.user, "at": timezone.now()}
        if acted(form, petitions.edit_petition, **given):
            return redirect("petition-desk:petition-read", petition.slug)
    return page(request, "petition_edit", petition, form=form)


def _step(request, slug, template, action, form_class, door=access.petition_to_edit, **given):
    """A page that says what will happen; only the form on it makes it happen, for which `door` may ask for more."""
    petition = (door if request.method == "POST" else access.petition_to_edit)(request.user, slug)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
        more = {name: value(petition) for name, value in given.items()}
        if acted(form, action, petition=petition, **fields, **more, by=request.user, at=timezone.now()):
            return redirect("petition-desk:petition-read", petition.slug)
    return page(request, template, petition, form=form, holders=petition_queries.holders_of(petition))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, slug):
    """Open it: from here on text, keys and days stay."""
    return _step(request, slug, "petition_open", petitions.open_petition, OpenForm)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request, slug):
    return _step(request, slug, "petition_close", petitions.close_petition, ReadForm)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, slug):
    return _step(request, slug, "petition_reopen", petitions.reopen_petition, ReadForm)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enlist(request, slug):
    """Put it on the campaign's public page, or take it off again."""
    changed = {"listed": lambda petition: not petition.listed}
    return _step(request, slug, "petition_list", petitions.list_petition, ReadForm, **changed)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, slug):
    """End it before its day: everything about supporters goes."""
    door = access.petition_to_erase
    return _step(request, slug, "petition_erase", petitions.erase_petition, SureForm, door=door)
