from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import access, queries
from organize.actions.campaigns import (
    copy_campaign,
    create_campaign,
    edit_campaign,
    publish_campaign,
    tell_campaign,
    unpublish_campaign,
)
from organize.actions.companies import name_company
from organize.forms import CampaignForm, CopyForm, NewCampaignForm
from organize.forms.ledger import TellForm
from organize.roles import EDIT
from organize.views import public, shelves
from organize.views.acting import answered


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    """Start a campaign in a group."""
    group = access.group_to_edit(request.user, slug)
    form = NewCampaignForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        given = {"by": request.user, "at": timezone.now()}
        name = form.cleaned_data.pop("new_company")
        if name:
            form.cleaned_data["company"] = name_company(group=group, name=name, **given)
        campaign = create_campaign(group=group, **form.cleaned_data, **given)
        if "guided" in request.POST:
            return redirect(f"{reverse(settings.CAMPAIGN_FIRST_STEP)}?campaign={campaign.slug}&guided=1")
        return redirect("campaign", campaign.slug)
    context = {"group": group, "form": form}
    return render(request, "organize/campaign_create.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def read(request, slug):
    """One campaign with everything that hangs on it."""
    campaign = access.campaign_to_read(request.user, slug)
    context = {
        "campaign": campaign,
        "group": campaign.group,
        "shelves": shelves.campaign_shelves(campaign),
        "responses": queries.responses_of(campaign),
        "commitments": queries.commitments_of(campaign),
        "updates": queries.updates_of(campaign),
        "may_edit": queries.groups_with_power(request.user, EDIT).contains(campaign.group),
    }
    return render(request, "organize/campaign.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    campaign = access.campaign_to_edit(request.user, slug)
    before = {"title": campaign.title, "company": campaign.company, "summary": campaign.summary}
    form = CampaignForm(request.POST or None, group=campaign.group, initial=before)
    context = {"campaign": campaign, "group": campaign.group}
    return answered(
        request, "organize/campaign_edit.html", form, edit_campaign, campaign=campaign, to=("campaign", slug),
        context=context,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request, slug):
    """Begin a new campaign with the words of this one."""
    campaign = access.campaign_to_edit(request.user, slug)
    form = CopyForm(request.POST or None, initial={"title": campaign.title})
    if request.method == "POST" and form.is_valid():
        made = copy_campaign(campaign=campaign, **form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("campaign", made.slug)
    context = {"campaign": campaign, "group": campaign.group, "form": form}
    return render(request, "organize/campaign_copy.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request, slug):
    """Write the public page; once it is saved, read it as everybody would, and publish it from there."""
    campaign = access.campaign_to_edit(request.user, slug)
    form = TellForm(request.POST or None, initial={"headline": campaign.headline, "story": campaign.story})
    context = {"campaign": campaign, "group": campaign.group}
    if campaign.address:
        context["subscribers"] = queries.subscribers_of(campaign)
        context["public"] = request.build_absolute_uri(reverse("campaign-public", args=[campaign.address]))
    to = ("campaign-tell", slug)
    return answered(
        request, "organize/campaign_tell.html", form, tell_campaign, campaign=campaign, to=to, context=context
    )


@login_required
@require_safe
def preview(request, slug):
    """The public page as everybody would read it, for the group alone."""
    campaign = access.campaign_to_read(request.user, slug)
    context = public.whole_story(campaign, request.GET.get("at", "")) | {"preview": True}
    return HttpResponse(render_to_string("organize/campaign_public.html", context))


@login_required
@require_POST
def publish(request, slug):
    """Show it to everybody."""
    campaign = access.campaign_to_publish(request.user, slug)
    publish_campaign(campaign=campaign, by=request.user, at=timezone.now())
    return redirect("campaign-tell", slug)


@login_required
@require_POST
def unpublish(request, slug):
    campaign = access.campaign_to_edit(request.user, slug)
    unpublish_campaign(campaign=campaign, by=request.user, at=timezone.now())
    return redirect("campaign-tell", slug)
