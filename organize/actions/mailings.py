"""A published update goes to everybody who asked for it: so many a minute, nobody twice, whatever is interrupted."""

import datetime

from django.conf import settings
from django.db import transaction

from organize.models import Subscriber, Update, UpdateMail
from organize.queue import enqueue
from organize.states import UpdateMailState, UpdateState

CHUNK = 2000


def address_update(*, update, at):
    """Put down a mail for everybody who is subscribed now; how many. Call it in the transaction that publishes."""
    total = 0
    found = Subscriber.objects.filter(campaign=update.campaign_id).order_by("pk").values_list("pk", flat=True)
    rows = (UpdateMail(group_id=update.group_id, update=update, subscriber_id=pk) for pk in found.iterator(CHUNK))
    for chunk in _chunks(rows):
        total += len(UpdateMail.objects.bulk_create(chunk))
    Update.objects.filter(pk=update.pk).update(recipients=total)
    return total


def _chunks(rows):
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def send_some(*, at):
    """Have the next mails sent, as many as may go out in a minute; how many. The clock calls it once a minute.

    What was handed over and not sent by the day after the next is given up: nobody waits for it any more.
    """
    waiting = UpdateMail.objects.filter(state=UpdateMailState.WAITING).order_by("tries", "pk")
    keys = list(waiting.values_list("pk", flat=True)[: settings.UPDATES_A_MINUTE])
    for pk in keys:
        enqueue("organize.jobs.send_update", pk, queue="mail")
    lost = UpdateMail.objects.filter(state=UpdateMailState.HANDED)
    lost.filter(update__published_on__lt=at.date() - datetime.timedelta(days=1)).delete()
    return len(keys)


def take_mail(*, pk):
    """The waiting UpdateMail `pk` for this process alone, with its update, campaign and subscriber; None otherwise.

    From the commit of this on no other process ever takes it, whatever becomes of this one.
    """
    with transaction.atomic():
        mine = UpdateMail.objects.filter(pk=pk, state=UpdateMailState.WAITING).update(state=UpdateMailState.HANDED)
    if mine != 1:
        return None
    row = UpdateMail.objects.select_related("update__campaign", "subscriber").filter(pk=pk).first()
    if row is not None and row.update.state != UpdateState.PUBLISHED:
        row.delete()
        return None
    return row


def give_back(*, pk):
    """What the mail server did not take waits again. Nothing happens when it was sent, or given up."""
    UpdateMail.objects.filter(pk=pk, state=UpdateMailState.HANDED).update(state=UpdateMailState.WAITING)


def call_back(*, update):
    """Drop every mail of an update that has not gone out."""
    UpdateMail.objects.filter(update=update).delete()
