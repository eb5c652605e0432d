"""What a campaign was answered."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organize import access
from organize.actions import records
from organize.forms.facts import facts_of
from organize.forms.ledger import ResponseForm
from organize.views.acting import answered


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    campaign = access.campaign_to_edit(request.user, slug)
    form = ResponseForm(request.POST or None, campaign=campaign)
    return answered(
        request, "organize/response_create.html", form, records.record_response, campaign=campaign,
        to=("campaign", slug), context={"campaign": campaign, "group": campaign.group},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, pk):
    row = access.response_to_edit(request.user, slug, pk)
    before = facts_of(row) | {"company": row.company, "kind": row.kind}
    form = ResponseForm(request.POST or None, campaign=row.campaign, initial=before)
    return answered(
        request, "organize/response_edit.html", form, records.edit_record, row=row,
        to=("campaign", slug), context={"campaign": row.campaign, "group": row.campaign.group, "row": row},
    )  # fmt: skip


@login_required
@require_POST
def remove(request, slug, pk):
    row = access.response_to_edit(request.user, slug, pk)
    records.remove_record(row=row, by=request.user, at=timezone.now())
    return redirect("campaign", slug)
