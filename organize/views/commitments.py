"""What was promised to a campaign, and whether it was kept."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from organize import access, queries
from organize.actions import commitments
from organize.forms.facts import facts_of
from organize.forms.ledger import CommitmentForm, VerdictForm
from organize.roles import EDIT
from organize.views import shelves
from organize.views.acting import answered


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    campaign = access.campaign_to_edit(request.user, slug)
    form = CommitmentForm(request.POST or None, campaign=campaign, demands=shelves.demands(campaign))
    return answered(
        request, "organize/commitment_create.html", form, commitments.record_commitment, campaign=campaign,
        to=("campaign", slug), context={"campaign": campaign, "group": campaign.group},
    )  # fmt: skip


@login_required
@require_safe
def read(request, slug, pk):
    """One commitment with every verdict on it, newest first."""
    row = access.commitment_to_read(request.user, slug, pk)
    context = {
        "commitment": row,
        "campaign": row.campaign,
        "group": row.campaign.group,
        "evidence": queries.evidence_of(row),
        "may_edit": queries.groups_with_power(request.user, EDIT).contains(row.campaign.group),
    }
    return render(request, "organize/commitment.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, pk):
    row = access.commitment_to_edit(request.user, slug, pk)
    demands = dict(shelves.demands(row.campaign))
    if row.demand_id:
        demands.setdefault(row.demand_id, row.demand)  # a demand that is no longer there stays as it was linked
    before = facts_of(row) | {"company": row.company, "due_on": row.due_on, "demand": row.demand_id}
    form = CommitmentForm(request.POST or None, campaign=row.campaign, demands=demands.items(), initial=before)
    return answered(
        request, "organize/commitment_edit.html", form, commitments.edit_commitment, commitment=row,
        to=("commitment", slug, pk), context={"campaign": row.campaign, "group": row.campaign.group, "row": row},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request, slug, pk):
    """Say what became of it, with what shows it."""
    row = access.commitment_to_edit(request.user, slug, pk)
    form = VerdictForm(request.POST or None, commitment=row)
    return answered(
        request, "organize/commitment_judge.html", form, commitments.judge_commitment, commitment=row,
        to=("commitment", slug, pk), context={"campaign": row.campaign, "group": row.campaign.group, "row": row},
    )  # fmt: skip
