"""Short texts of the group on a campaign's public page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organize import access, queries, text
from organize.actions import updates
from organize.forms.ledger import UpdateForm
from organize.views.acting import answered


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    campaign = access.campaign_to_edit(request.user, slug)
    return answered(
        request, "organize/update_create.html", UpdateForm(request.POST or None), updates.write_update,
        campaign=campaign, to=("campaign", slug), context={"campaign": campaign, "group": campaign.group},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, pk):
    """A draft to change and publish; what was published is shown as it stands, and can be taken back."""
    row = access.update_to_edit(request.user, slug, pk)
    form = UpdateForm(request.POST or None, initial={"title": row.title, "body": row.body})
    shown = {"campaign": row.campaign, "group": row.campaign.group, "row": row, "html": text.render(row.body)}
    shown |= {"mailing": queries.mailing_of(row), "subscribers": queries.subscribers_of(row.campaign)}
    to = ("update-edit", slug, pk)
    return answered(request, "organize/update_edit.html", form, updates.edit_update, update=row, to=to, context=shown)


@login_required
@require_POST
def publish(request, slug, pk):
    row = access.update_to_edit(request.user, slug, pk)
    updates.publish_update(update=row, by=request.user, at=timezone.now())
    return redirect("update-edit", slug, pk)


@login_required
@require_POST
def withdraw(request, slug, pk):
    row = access.update_to_edit(request.user, slug, pk)
    updates.withdraw_update(update=row, by=request.user, at=timezone.now())
    return redirect("campaign", slug)
