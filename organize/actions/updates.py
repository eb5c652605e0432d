"""Short texts to everybody: written, published with a day, taken back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.actions import mailings
from organize.models import Update
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from organize.states import UPDATE_MOVES, UpdateState


def write_update(*, campaign, title, body, by, at):
    """A draft that only the group sees."""
    with transaction.atomic():
        row = Update.objects.create(group_id=campaign.group_id, campaign=campaign, title=title, body=body)
        leave_trail(row, "write", by=by, at=at)
    return row


def edit_update(*, update, title, body, by, at):
    """Change a draft; Refusal (409) for one that was published: what people have read stays as they read it."""
    with transaction.atomic():
        changed = Update.objects.filter(pk=update.pk, state=UpdateState.DRAFT).update(title=title, body=body)
        if changed != 1:
            raise Refusal(_("This was published: take it back and write another one."), 409)
        leave_trail(update, "edit", by=by, at=at)
    update.title, update.body = title, body
    return update


def publish_update(*, update, by, at):
    """Put it on the public page, and have it mailed to everybody who asked for updates: the clock sends the mails."""
    with transaction.atomic():
        move(update, "publish", moves=UPDATE_MOVES, by=by, at=at, published_on=at.date())
        update.recipients = mailings.address_update(update=update, at=at)
    return update


def withdraw_update(*, update, by, at):
    """Take it off the public page, and back what was not mailed yet. Whoever has read or copied it keeps it."""
    with transaction.atomic():
        move(update, "withdraw", moves=UPDATE_MOVES, by=by, at=at)
        mailings.call_back(update=update)
    return update
