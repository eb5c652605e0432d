"""How long a group keeps what it may forget: chosen by its owners, carried out by the clock."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import inventory, queries
from organize.models import Campaign, Invitation, Retention, Subscriber, Trail, Update
from organize.moves import leave_trail
from organize.refusals import Refusal
from organize.states import InvitationState, UpdateState


def set_retention(*, group, days, by, at):
    """Have `group` keep what is named in `days` ({name of a period: days}) for so long; {name: days} of all periods.

    What is then too old goes with the next hour's clock. Refusal for a number outside the bounds of its period.
    """
    known = inventory.periods()
    for name, number in days.items():
        if not known[name].least <= number <= known[name].most:
            raise Refusal(_("A number of days is outside of what can be chosen."))
    with transaction.atomic():
        before = queries.retention_of(group)
        changed = {name: number for name, number in days.items() if before[name] != number}
        for name, number in changed.items():
            Retention.objects.update_or_create(group=group, period=name, defaults={"days": number})
        if changed:
            leave_trail(group, "set retention", by=by, at=at)
    return before | changed


def erase_due(*, group, at):
    """Erase what `group` keeps no longer; how many rows. One trail entry with that number when there were any.

    Twice does no more than once: what is gone is not found again.
    """
    with transaction.atomic():
        days = queries.retention_of(group)
        erased = 0
        for name, erase in inventory.erasers():
            erased += erase(group, at.date() - datetime.timedelta(days=days[name]))
        if erased:
            leave_trail(group, "erase what is due", by=None, at=at, count=erased)
    return erased


def _midnight(day):
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def erase_trail(group, before):
    """Entries of the trail from before that day, the one way in which it is ever shortened; how many."""
    return Trail._base_manager.filter(group=group, at__lt=_midnight(before)).delete()[0]


def erase_invitations(group, before):
    """Invitations that were answered, withdrawn or lapsed and had their last day before that one; how many."""
    ended = Invitation.objects.filter(group=group, ends_on__lt=before).exclude(state=InvitationState.OPEN)
    return ended.delete()[0]


def erase_withdrawn_updates(group, before):
    """Updates that were taken back and had been published before that day; how many."""
    old = Update.objects.filter(group=group, state=UpdateState.WITHDRAWN, published_on__lt=before)
    return old.delete()[0]


def erase_subscribers(group, before):
    """Whoever asked before that day for updates of a campaign that published nothing since; how many, mail included."""
    quiet = Campaign.objects.filter(group=group, published_on__lt=before)
    quiet = quiet.exclude(updates__published_on__gte=before)
    return Subscriber.objects.filter(group=group, campaign__in=quiet, since__lt=before).delete()[0]
