"""The door to a copy of everything that one may read of resolutions."""

from contextlib import suppress

from django.db.models import Q
from django.http import Http404

from organize import factors, roles
from shareholder.access import resolution_to_read
from shareholder.models import Resolution


def resolutions_to_take(user):
    """Every resolution that `user` may read, each let in as by resolution_to_read, by company and title."""
    reading = [role for role in roles.POWERS if roles.READ in roles.POWERS[role]]
    groups = user.memberships.filter(role__in=reading).values("group")
    rows = Resolution.objects.filter(Q(group__in=groups) | Q(filings__user=user)).distinct()
    for slug in rows.order_by("company__name", "title", "id").values_list("slug", flat=True):
        with suppress(Http404):  # a filer who has left it
            yield resolution_to_read(user, slug)


def copy_to_take(user):
    """For whoever takes a copy of all they may read: with a second factor, as it leaves the site."""
    if not (user.is_authenticated and user.is_active):
        raise Http404
    factors.demand(user, fresh=True)
