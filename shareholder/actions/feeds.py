"""A person's calendar feed: made, with a key that is shown once, and ended."""

from django.db import transaction

from shareholder import feed_keys
from shareholder.models import Feed


def make_feed(*, key, busy, by, at):
    """The Feed of `by` under a new `key`; an older key opens nothing from now on."""
    with transaction.atomic():
        fields = {"proof": feed_keys.proof(key), "busy": busy, "made_on": at.date()}
        feed, _created = Feed.objects.update_or_create(user=by, defaults=fields)
    return feed


def end_feed(*, by, at):
    """Nobody reads this calendar any more."""
    Feed.objects.filter(user=by).delete()
    return by
