"""What happened to a resolution, on which day: one step after the other, and how it was challenged or withdrawn."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organize.views.acting import answered
from shareholder import access, queries
from shareholder.actions import challenges, endings, resolutions
from shareholder.forms.resolutions import (
    MOST_PROMISES,
    ChallengeForm,
    EndForm,
    SolicitationForm,
    StepForm,
    WithdrawForm,
)
from shareholder.rulebook import deadlines, rules
from shareholder.rulebook.errors import RulebookError
from shareholder.terms import VERBS
from shareholder.views.resolutions import possible

SPECIAL = {
    "freeze text": resolutions.freeze_text, "send": resolutions.send, "confirm receipt": resolutions.confirm_receipt
}  # fmt: skip


def _take(*, verb, document="", **given):
    """The action of the step: three have one of their own."""
    action = SPECIAL.get(verb)
    if action is None:
        return resolutions.record_step(
            verb=verb, document=document, is_told=given["resolution"].may_be_told, **given
        )  # fmt: skip
    given = {name: value for name, value in given.items() if name in ("resolution", "on", "note", "by", "at")}
    return action(**given) if verb == "freeze text" else action(document=document, **given)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, slug):
    row = access.resolution_to_work_on(request.user, slug)
    verbs = [verb for verb in possible(row) if verb in VERBS]
    form = StepForm(request.POST or None, verbs=verbs)
    return answered(
        request, "shareholder/step_record.html", form, _take, resolution=row,
        to=("shareholder:resolution-read", slug), context={"resolution": row},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request, slug):
    """The company means to leave it out."""
    row = access.resolution_to_step(request.user, slug, "challenge")
    return answered(
        request, "shareholder/challenge_record.html", ChallengeForm(request.POST or None),
        challenges.record_challenge, resolution=row, is_told=row.may_be_told, to=("shareholder:resolution-read", slug),
        context={"resolution": row, "season": queries.season_of(row, timezone.localdate())},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_challenge(request, slug, number):
    row, found = access.challenge_to_end(request.user, slug, number)
    bases = [basis for basis in rules.ours().bases if basis["id"] in found.bases]
    return answered(
        request, "shareholder/challenge_end.html", EndForm(request.POST or None), challenges.end_challenge,
        challenge=found, to=("shareholder:resolution-read", slug),
        context={"resolution": row, "challenge": found, "bases": bases, "is_ruled": found.kind in challenges.RULED,
                 "season": queries.season_of(row, timezone.localdate())},
    )  # fmt: skip


def _withdraw(*, kind, promised, source, source_url, **given):
    if kind == "commitments":
        given |= {"promised": promised, "source": source, "source_url": source_url}
        return endings.withdraw_for_commitments(**given)
    return endings.withdraw(**given)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, slug):
    """For commitments, which then wait for the campaign's ledger, or for another reason."""
    row = access.resolution_to_step(request.user, slug, "withdraw")
    form = WithdrawForm(request.POST or None)
    if form.is_bound and form.is_valid():
        for number in range(1, MOST_PROMISES + 1):
            form.cleaned_data.pop(f"text{number}"), form.cleaned_data.pop(f"due{number}")
    return answered(
        request, "shareholder/resolution_withdraw.html", form, _withdraw, resolution=row,
        to=("shareholder:resolution-read", slug), context={"resolution": row},
    )  # fmt: skip


@login_required
@require_POST
def take_into_ledger(request, slug, pk):
    """A promise for which it was withdrawn stands in the campaign's public ledger from now on."""
    pending = access.commitment_to_judge(request.user, slug, pk)
    endings.take_into_ledger(pending=pending, by=request.user, at=timezone.now())
    return redirect("shareholder:resolution-read", slug)


@login_required
@require_POST
def leave_out_of_ledger(request, slug, pk):
    pending = access.commitment_to_judge(request.user, slug, pk)
    endings.leave_out_of_ledger(pending=pending, by=request.user, at=timezone.now())
    return redirect("shareholder:resolution-read", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def solicitation(request, slug):
    """Whether a notice of an exempt solicitation is filed with the SEC at all: the $5 million question.

    What is answered is about a holding: it is sent, and is in no address, history or log.
    """
    row = access.text_to_read(request.user, slug)
    form = SolicitationForm(request.POST or None)
    context = {"resolution": row, "form": form, "answer": "", "due": None}
    if form.is_bound and form.is_valid():
        context["answer"], first = form.cleaned_data["more"], form.cleaned_data["first_on"]
        if first and context["answer"] == "yes":
            try:
                context["due"] = deadlines.exempt_notice(first, rules.ours().on(first))
            except RulebookError:
                form.add_error("first_on", _("No rule is known for that day."))
    return render(request, "shareholder/solicitation_read.html", context, status=422 if form.errors else 200)
