from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from organize.actions.subscribers import forget_subscribers
from organize.models import Campaign
from organize.models.row import new_slug
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from organize.states import CAMPAIGN_MOVES


def create_campaign(*, group, title, summary="", company=None, by, at):
    """A new campaign of `group`; `company` is one of the same group, or None."""
    if company is not None and company.group_id != group.pk:
        raise ValueError("A campaign and its company belong to one group.")
    with transaction.atomic():
        campaign = Campaign.objects.create(group=group, company=company, title=title, summary=summary)
        leave_trail(campaign, "create", by=by, at=at)
    return campaign


def edit_campaign(*, campaign, title, summary, company, by, at):
    if company is not None and company.group_id != campaign.group_id:
        raise ValueError("A campaign and its company belong to one group.")
    with transaction.atomic():
        campaign.title, campaign.summary, campaign.company = title, summary, company
        campaign.save(update_fields=["title", "summary", "company"])
        leave_trail(campaign, "edit", by=by, at=at)
    return campaign


def copy_campaign(*, campaign, title, by, at):
    """A new campaign of the same group about the same company, with what the products take over of theirs."""
    with transaction.atomic():
        made = create_campaign(
            group=campaign.group, title=title, summary=campaign.summary, company=campaign.company, by=by, at=at
        )
        for name in settings.CAMPAIGN_COPIERS:
            import_string(name)(source=campaign, target=made, by=by, at=at)
    return made


def tell_campaign(*, campaign, headline, story, by, at):
    """Write what the public page says, whether anybody can see that page yet or not."""
    with transaction.atomic():
        campaign.headline, campaign.story = headline, story
        campaign.save(update_fields=["headline", "story"])
        leave_trail(campaign, "tell", by=by, at=at)
    return campaign


def publish_campaign(*, campaign, by, at):
    """Show the campaign to everybody. Its address and its first day are made once and come back with it."""
    if not campaign.headline:
        raise Refusal(_("Write the public page first: it has no headline yet."))
    made = {"address": campaign.address or new_slug(), "published_on": campaign.published_on or at.date()}
    return move(campaign, "publish", moves=CAMPAIGN_MOVES, by=by, at=at, **made)


def unpublish_campaign(*, campaign, by, at):
    """Take the public page away: its address then says the same as one that never was.

    Whoever asked for updates asked on that page: they are forgotten with it.
    """
    with transaction.atomic():
        move(campaign, "unpublish", moves=CAMPAIGN_MOVES, by=by, at=at)
        forget_subscribers(campaign=campaign, at=at)
    return campaign
