"""Trustees: their seats, the invitation, and the files that their tools wrote."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.views.acting import acted
from petitions import access, desk_queries
from petitions.actions import letters, trustees
from petitions.forms.trustees import ApprovalForm, DestructionForm, KeyForm, SeatForm
from petitions.views.desk import page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request, slug):
    """The trustees of a letter, and one more seat."""
    letter = access.letter_to_edit(request.user, slug)
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"letter": letter, "by": request.user, "at": timezone.now()}
        if acted(form, trustees.seat_trustee, **given):
            return redirect(request.get_full_path())
    return page(request, "trustee_seat", letter, form=form, seats=desk_queries.seats(letter))


@login_required
@require_POST
def remove(request, slug, position):
    """Take a seat away again; the action refuses after the freeze."""
    trustee = access.trustee_to_edit(request.user, slug, position)
    trustees.unseat_trustee(trustee=trustee, by=request.user, at=timezone.now())
    return redirect("petitions-desk:trustee-seat", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    """Fix the letter's scope, so that trustees can make their keys."""
    letter = access.letter_to_edit(request.user, slug)
    if request.method == "POST":
        letters.invite_trustees(letter=letter, by=request.user, at=timezone.now())
        return redirect("petitions-desk:trustee-seat", letter.slug)
    return page(request, "letter_invite", letter, seats=desk_queries.seats(letter))


@login_required
@require_safe
def draft(request, slug, position):
    """The file with which a trustee's tool makes a key for this letter."""
    trustee = access.trustee_to_edit(request.user, slug, position)
    named = {"Content-Disposition": f'attachment; filename="draft-{trustee.position}.json"'}
    return HttpResponse(trustees.draft_file(trustee), content_type="application/json", headers=named)


def _take(request, slug, position, *, form_class, template, action, argument):
    """The three pages on which a trustee's file is taken are one page with three names."""
    trustee = access.trustee_to_edit(request.user, slug, position)
    posted = request.method == "POST"
    form = form_class(request.POST, request.FILES) if posted else form_class(initial={"way": trustee.way})
    if posted and form.is_valid():
        given = {argument: form.cleaned_data["content"], "trustee": trustee, "by": request.user, "at": timezone.now()}
        if "way" in form.cleaned_data:
            given["way"] = form.cleaned_data["way"]
        if acted(form, action, **given):
            return redirect("petitions-desk:trustee-seat", slug)
    return page(request, template, trustee.letter, form=form, trustee=trustee)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key(request, slug, position):
    """Take the key that a trustee's tool made."""
    return _take(
        request, slug, position, form_class=KeyForm, template="trustee_key", action=trustees.take_key, argument="join"
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request, slug, position):
    """Take a trustee's signed approval of the frozen letter."""
    return _take(
        request,
        slug,
        position,
        form_class=ApprovalForm,
        template="trustee_approval",
        action=trustees.take_approval,
        argument="approval",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def destruction(request, slug, position):
    """Take a trustee's signed statement that the letter key is destroyed."""
    return _take(
        request,
        slug,
        position,
        form_class=DestructionForm,
        template="trustee_destruction",
        action=trustees.take_destruction,
        argument="statement",
    )
