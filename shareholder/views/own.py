"""A filer's own pages. A holding is computed with while the answer is made, and is nowhere before or after that."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import limits
from organize.views.acting import answered
from shareholder import access, days, documents, queries
from shareholder.actions import filers, intentions
from shareholder.forms.filers import (
    BandForm,
    FilingStepForm,
    HoldingForm,
    LetterForm,
    PapersForm,
)
from shareholder.forms.resolutions import OwnIntentionForm
from shareholder.rulebook import eligibility, rules
from shareholder.rulebook.errors import RulebookError
from shareholder.states import FILING_MOVES, OWN, TAKING_PART
from shareholder.terms import STEPS


@login_required
@require_safe
def read(request, slug):
    filing = access.own_filing(request.user, slug)
    context = {
        "filing": filing,
        "takes_part": filing.state in TAKING_PART,
        "resolution": filing.resolution,
        "deadlines": days.deadlines_of(filing.resolution, filing),
        "threshold": queries.threshold_of(filing.resolution.company),
        "verbs": [STEPS[verb] for verb in _verbs(filing)],
        "odd_slots": documents.odd_slots(filing),
        "bars": queries.bars_on(filing),
        "twice": queries.is_twice_at(filing),
        "text": queries.text_of(filing.resolution),
        "intention": queries.own_intention(filing),
    }
    return render(request, "shareholder/filing_read.html", context)


def _verbs(filing):
    return [verb for verb in STEPS if verb in OWN and filing.state in FILING_MOVES[verb][0]]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, slug):
    filing = access.own_filing_to_change(request.user, slug)
    form = FilingStepForm(request.POST or None, verbs=_verbs(filing))
    return answered(
        request, "shareholder/own_step.html", form, filers.step_filing, filing=filing,
        to=("shareholder:filing-read", slug), context={"filing": filing, "resolution": filing.resolution},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request, slug):
    filing = access.own_filing_to_change(request.user, slug)
    before = {name: getattr(filing, name) for name in (*filers.PAPERS, "representative")}
    before["slots"] = "\n".join(slot.replace("T", " ") for slot in filing.slots)
    form = PapersForm(request.POST or None, initial=before)
    context = {
        "filing": filing, "resolution": filing.resolution, "slot_days": documents.slot_days(filing),
        "leads": documents.slots_of_lead(filing),
    }  # fmt: skip
    return answered(
        request, "shareholder/papers_tick.html", form, filers.tick_papers, filing=filing,
        to=("shareholder:filing-read", slug), context=context,
    )  # fmt: skip


@sensitive_variables()
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def holding(request, slug):
    """May I file? Judged here and now; only a tick keeps the tier and the day."""
    filing = access.own_filing_to_change(request.user, slug)
    form = HoldingForm(request.POST if request.method == "POST" else None)
    context = {
        "filing": filing,
        "resolution": filing.resolution,
        "form": form,
        "judgement": None,
        "threshold": queries.threshold_of(filing.resolution.company),
    }
    if request.method == "POST" and form.is_valid():
        judgement = _judge(form, filing.resolution)
        if judgement is not None:
            context["judgement"] = judgement
            if form.cleaned_data["keep"]:
                tier = judgement.tier.rule.numbers["tier"] if judgement.tier else ""
                given = {"is_eligible": judgement.is_eligible, "tier": tier}
                filers.keep_judgement(filing=filing, **given, by=request.user, at=timezone.now())
                return redirect("shareholder:filing-read", slug)
    return render(request, "shareholder/holding_judge.html", context, status=422 if form.errors else 200)


@sensitive_variables()
def _judge(form, resolution):
    """The Judgement of what was typed, or None with a sentence on the form that repeats nothing of it."""
    facts = form.cleaned_data
    meeting = resolution.meeting
    day = (meeting.on if meeting else None) or facts["submitted"]
    try:
        return eligibility.judge(
            submitted=facts["submitted"], bought=facts["bought"], sold=facts["sold"], high_price=facts["high_price"],
            rules=rules.on(day, submission=facts["submitted"]),
        )  # fmt: skip
    except RulebookError:
        form.add_error(None, _("That cannot be computed with. Look at the days and numbers again."))
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def band(request, slug):
    """Declare a band, for the sum of all filers, or take it back."""
    filing = access.own_filing_to_change(request.user, slug)
    form = BandForm(request.POST if request.method == "POST" else None, initial={"band": filing.band})
    context = {"filing": filing, "resolution": filing.resolution, "one_hand": queries.is_of_one_hand(filing.resolution)}
    return answered(
        request, "shareholder/band_declare.html", form, filers.declare_band, filing=filing,
        to=("shareholder:filing-read", slug), context=context,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def intend(request, slug):
    """How this filer says that it will vote: its own decision, which nobody else can write down as its own."""
    filing = access.own_filing_to_change(request.user, slug)
    said = queries.own_intention(filing)
    before = {"stance": said.stance, "why": said.why, "on": said.on} if said else {"on": timezone.now().date()}
    form = OwnIntentionForm(request.POST or None, initial=before)
    return answered(
        request, "shareholder/own_intention.html", form, intentions.state_own_intention, filing=filing,
        to=("shareholder:filing-read", slug),
        context={"filing": filing, "resolution": filing.resolution, "said": said},
    )  # fmt: skip


@login_required
@require_POST
def remove_intention(request, slug):
    filing = access.own_filing_to_change(request.user, slug)
    intentions.remove_own_intention(filing=filing, by=request.user, at=timezone.now())
    return redirect("shareholder:filing-read", slug)


@sensitive_variables()
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request, slug):
    """One of the filer's letters as PDF, in this answer only."""
    filing = access.own_filing_to_change(request.user, slug)
    before = {"representative": filing.representative, "topic": filing.resolution.title, "signatory": filing.goes_by}
    form = LetterForm(request.POST or None, initial=before, lacks=documents.lacks(filing))
    if request.method == "POST" and form.is_valid():
        limits.allow("letter", request)
        pdf = documents.letter(filing, **form.cleaned_data)
        name = f"{form.cleaned_data['letter']}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    context = {"filing": filing, "resolution": filing.resolution, "form": form}
    return render(request, "shareholder/letter_print.html", context, status=422 if form.errors else 200)
