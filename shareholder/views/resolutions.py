"""A resolution's pages on the desk: begun, read, named, linked."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.access import campaign_to_edit
from organize.views.acting import answered
from shareholder import access, days, queries
from shareholder.actions import resolutions
from shareholder.actions.again import put_again
from shareholder.forms.resolutions import CreateForm, EditForm, LineageForm
from shareholder.states import (
    BEFORE_FILING,
    FOLLOWED,
    IN_PLAY,
    OVER,
    RESOLUTION_MOVES,
    REVISED,
    WITHDRAWN,
    WRITTEN,
    Rung,
)
from shareholder.terms import VERBS


def possible(resolution):
    """The verbs that whoever was let in may do now."""
    found = [verb for verb in access.verbs_for(resolution) if resolution.state in RESOLUTION_MOVES[verb][0]]
    return found if resolution.in_litigation else [verb for verb in found if not verb.endswith("in court")]


@login_required
@require_safe
def mine(request):
    """Everything in which one has a part, and the places that are one's own."""
    context = {
        "resolutions": queries.own_resolutions(request.user),
        "filings": queries.own_filings(request.user),
    }
    return render(request, "shareholder/resolution_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    """Begin a resolution in a campaign."""
    campaign = campaign_to_edit(request.user, slug)
    form = CreateForm(request.POST or None, campaign=campaign)
    return answered(
        request, "shareholder/resolution_create.html", form, resolutions.create_resolution, campaign=campaign,
        to=("campaign", slug), context={"campaign": campaign, "group": campaign.group},
    )  # fmt: skip


@login_required
@require_safe
def read(request, slug):
    """One resolution: as much of it as one's part lets one read."""
    row = access.resolution_to_read(request.user, slug)
    verbs = possible(row)
    works = bool(row.parts & access.WORKING)
    newest, frozen = queries.text_of(row) if row.parts else (None, None)
    context = {
        "resolution": row,
        "works": works,
        "deadlines": days.deadlines_of(row),
        "barred": days.barred_years_of(row),
        "season": queries.season_of(row, timezone.localdate()),
        "planned_late": days.is_planned_late(row),
        "verbs": [VERBS[verb] for verb in verbs if verb in VERBS],
        "may_write": works and row.state in WRITTEN | REVISED,
        "may_withdraw": "withdraw" in verbs,
        "may_challenge": "challenge" in verbs,
        "newest": newest,
        "frozen": frozen,
        "steps": queries.steps_for(row, request.user),
        "challenges": row.challenges.all(),
        "filers": queries.filers_of(row) if works else None,
        "one_hand": bool(works and row.total) and queries.is_of_one_hand(row),
        "own": queries.filing_in(request.user, row),
        "may_again": works and row.may_be_told and row.state in OVER,
        "threshold": queries.threshold_of(row.company),
        "pending": row.pending_commitments.all(),
        "promises": queries.promises_of(row) if row.state in FOLLOWED | WITHDRAWN else [],
        "rungs": Rung.choices if row.state in FOLLOWED else [],
        "needs_lead": row.state in BEFORE_FILING | IN_PLAY and queries.lead_of(row) is None,
        "anybody_left": queries.is_anybody_left(row),
    }
    return render(request, "shareholder/resolution_read.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    row = access.resolution_to_work_on(request.user, slug)
    before = {name: getattr(row, name) for name in EditForm.base_fields}
    form = EditForm(request.POST or None, resolution=row, initial=before)
    return answered(
        request, "shareholder/resolution_edit.html", form, resolutions.edit_resolution, resolution=row,
        to=("shareholder:resolution-read", slug), context={"resolution": row},
    )  # fmt: skip


@login_required
@require_POST
def again(request, slug):
    """Put the matter to the vote again."""
    row = access.resolution_to_tell_of(request.user, slug)
    made = put_again(resolution=row, by=request.user, at=timezone.now())
    return redirect("shareholder:resolution-read", made.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, slug):
    """Say which matter it is about."""
    row = access.resolution_to_work_on(request.user, slug)
    known = queries.lineage_titles(row.company)
    before = {"title": row.lineage.title if row.lineage else ""}
    form = LineageForm(request.POST or None, known=known, initial=before)
    return answered(
        request, "shareholder/lineage_link.html", form, resolutions.link_lineage, resolution=row,
        to=("shareholder:resolution-read", slug), context={"resolution": row, "known": known},
    )  # fmt: skip
