"""Somebody asks for a campaign's updates, shows that the mailbox is theirs, and leaves again.

None of it is on the trail, which is about what members of the group do.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import mailbox, subscriptions
from organize.actions import typed
from organize.models import Campaign, Subscriber
from organize.refusals import Refusal
from organize.states import CampaignState

PURPOSE = "updates"
NO_ADDRESS = _("This is not a plain mail address. Type it without a name or spaces.")
GONE = _("This page was taken away in the meantime, and with it everybody who had asked for updates.")


def ask(*, campaign, address, at):
    """Have a code mailed to the mailbox `address`, as somebody typed it; the same for one that is subscribed."""
    found = mailbox.canonical(address, tagged=True)
    if found is None:
        raise Refusal(NO_ADDRESS)
    return typed.ask(purpose=PURPOSE, subject=campaign.pk, address=found, payload={}, at=at)


def confirm(*, campaign, code, at):
    """Subscribe the mailbox that this code was mailed to; the Subscriber. Refusal when it is no such code."""
    with transaction.atomic():
        address, _nothing = typed.redeem(purpose=PURPOSE, subject=campaign.pk, code=code, at=at)
        return subscribe(campaign=campaign, address=address, at=at)


def subscribe(*, campaign, address, at):
    """Send the campaign's updates to a canonical mailbox from now on; the Subscriber. Twice begins its time anew."""
    with transaction.atomic():
        # Held, so that nobody is added while the page is taken away.
        held = (
            Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk, state=CampaignState.PUBLIC).first()
        )
        if held is None:
            raise Refusal(GONE, 409)
        tag = subscriptions.tag(held, address)
        found = Subscriber.objects.filter(campaign=held, tag=tag).first()
        if found is None:
            found = Subscriber(group_id=held.group_id, campaign=held, tag=tag, enclosed=subscriptions.keep(address))
            found.proof = subscriptions.proof(subscriptions.token(found.pk))
        found.since = _next_month(at.date())
        found.save()
    return found


def _next_month(day):
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def leave(*, token, at):
    """End the subscription of this token, and whatever mail still waits for it; nothing happens when there is none."""
    with transaction.atomic():
        Subscriber.objects.filter(proof=subscriptions.proof(token)).delete()


def forget_subscribers(*, campaign, at):
    """Erase everybody who asked for a campaign's updates; how many. Its page was taken away, or it is gone."""
    found = Subscriber.objects.filter(campaign=campaign)
    number = found.count()
    found.delete()
    return number
