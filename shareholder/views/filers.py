"""Who files, for those who work on the resolution. Nothing of a filer's own is here."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import offers
from organize.views.acting import acted, answered
from shareholder import access, queries
from shareholder.actions import filers, intentions
from shareholder.forms.filers import FilingStepForm, InviteForm, SeatForm
from shareholder.forms.resolutions import IntentionForm
from shareholder.states import FILING_MOVES, OWN, PUT_OUT, FilingState, Part
from shareholder.terms import STEPS


@login_required
@require_safe
def of_resolution(request, slug):
    row = access.resolution_with_filers(request.user, slug)
    context = {"resolution": row, "filers": queries.filers_of(row), "seats": queries.seats_of(row)}
    context["staffs"] = Part.COORDINATOR in row.parts
    free = context["staffs"] and queries.lead_of(row) is None
    context["can_lead"] = set(queries.able_to_lead(row).values_list("pk", flat=True)) if free else ()
    return render(request, "shareholder/filer_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    """A place for one investor. Its code is shown once, in the answer, and kept nowhere."""
    row = access.resolution_to_staff(request.user, slug)
    form = InviteForm(request.POST or None)
    context = {"resolution": row, "form": form}
    if request.method == "POST" and form.is_valid():
        code = offers.new_code()
        given = form.cleaned_data | {"code": code, "by": request.user, "at": timezone.now()}
        made = acted(form, filers.invite_filer, resolution=row, **given)
        if made:
            return render(
                request, "shareholder/filer_invite.html", context | {"made": made, "code": offers.spaced(code)}
            )
    status = getattr(form, "status", 422) if form.errors else 200
    return render(request, "shareholder/filer_invite.html", context, status=status)


@login_required
@require_POST
def renew(request, slug, pk):
    """Another code for a place that nobody has taken. It is shown once, as the first one was."""
    filing = access.place_to_staff(request.user, slug, pk)
    code = offers.new_code()
    made = filers.renew_code(filing=filing, code=code, by=request.user, at=timezone.now())
    context = {"resolution": filing.resolution, "made": made, "code": offers.spaced(code)}
    return render(request, "shareholder/filer_invite.html", context)


def _verbs(filing):
    """What others may write down of a filing: its own acts only where the desk keeps its papers.

    Only a coordinator ends a part: counsel, who acts for one filer, would make room for another lead.
    """
    possible = [verb for verb in STEPS if filing.state in FILING_MOVES[verb][0]]
    if Part.COORDINATOR not in filing.resolution.parts:
        possible = [verb for verb in possible if verb not in ("drop", "withdraw")]
    if filing.is_kept:
        return possible
    may_drop = _has_nobody(filing) or filing.state in PUT_OUT
    return [verb for verb in possible if verb not in OWN or (verb == "drop" and may_drop)]


def _has_nobody(filing):
    """Whether no account stands behind it: the desk keeps its papers, or the account was erased."""
    return filing.user_id is None and filing.state != FilingState.INVITED


def _take(*, filing, verb, **given):
    """A filer whose papers reached the company meanwhile is not dropped by others."""
    only = PUT_OUT if verb == "drop" and not _has_nobody(filing) else None
    return filers.step_filing(filing=filing, verb=verb, only=only, **given)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, slug, pk):
    filing = access.filing_of_resolution(request.user, slug, pk)
    form = FilingStepForm(request.POST or None, verbs=_verbs(filing))
    return answered(
        request, "shareholder/filing_step.html", form, _take, filing=filing,
        to=("shareholder:filer-list", slug), context={"resolution": filing.resolution, "filing": filing},
    )  # fmt: skip


@login_required
@require_POST
def keep(request, slug, pk):
    """The coordinator keeps this filer's papers: nobody needs an account for it."""
    filing = access.filing_of_resolution(request.user, slug, pk)
    filers.keep_papers_for(filing=filing, by=request.user, at=timezone.now())
    return redirect("shareholder:filer-list", slug)


@login_required
@require_POST
def promote(request, slug, pk):
    """This filer leads from now on."""
    filing = access.filing_to_promote(request.user, slug, pk)
    now = timezone.now()
    filers.promote(filing=filing, on=now.date(), by=request.user, at=now)
    return redirect("shareholder:filer-list", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request, slug):
    """Somebody of the group works on it too, and reads who files."""
    row = access.resolution_to_staff(request.user, slug)
    form = SeatForm(request.POST or None, resolution=row)
    return answered(
        request, "shareholder/seat_give.html", form, filers.seat_person, resolution=row,
        to=("shareholder:filer-list", slug), context={"resolution": row},
    )  # fmt: skip


@login_required
@require_POST
def leave(request, slug):
    row = access.resolution_to_work_on(request.user, slug)
    filers.leave_seat(seat=access.seat_of(request.user, row), by=request.user, at=timezone.now())
    return redirect("shareholder:resolution-list")


@login_required
@require_POST
def take_seat(request, slug, pk):
    """Somebody works on it no more, whether they agree or not."""
    filers.leave_seat(seat=access.seat_to_take(request.user, slug, pk), by=request.user, at=timezone.now())
    return redirect("shareholder:filer-list", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def intend(request, slug):
    """How investors say that they will vote: each its own decision."""
    row = access.resolution_to_work_on(request.user, slug)
    form = IntentionForm(request.POST or None, is_told=row.may_be_told)
    return answered(
        request, "shareholder/intention_list.html", form, intentions.state_intention, resolution=row,
        is_told=row.may_be_told,
        to=("shareholder:intention-list", slug), context={"resolution": row, "intentions": row.intentions.all()},
    )  # fmt: skip


@login_required
@require_POST
def list_intention(request, slug, pk):
    """On the public page from now on, or off it, as the button says."""
    row = access.intention_to_list(request.user, slug, pk)
    listed = request.POST.get("listed") == "yes"
    intentions.list_intention(intention=row, listed=listed, by=request.user, at=timezone.now())
    return redirect("shareholder:intention-list", slug)


@login_required
@require_POST
def remove_intention(request, slug, pk):
    row = access.intention_to_remove(request.user, slug, pk)
    told = row.resolution.may_be_told
    intentions.remove_intention(intention=row, is_told=told, by=request.user, at=timezone.now())
    return redirect("shareholder:intention-list", slug)
