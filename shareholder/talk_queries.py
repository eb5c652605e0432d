"""Reads about talks with a company: as much as somebody's part in a resolution lets them read."""

from datetime import timedelta

from organize.queries import retention_of
from shareholder import queries
from shareholder.access import WORKING
from shareholder.models import Talk
from shareholder.talk_states import Audience

SOON = timedelta(days=14)
PERIOD = "talks"  # of the group's retention


def days_kept(group):
    """How many days after it a talk is erased."""
    return retention_of(group)[PERIOD]


def talks_for(resolution):
    """The talks that whoever was let in (`.parts`, `.is_among_members`) may read."""
    found = resolution.talks.select_related("written_by")
    if resolution.parts & WORKING:
        return found
    if resolution.parts:
        return found.filter(audience__in=[Audience.FILERS, Audience.NETWORK])
    return found.filter(audience=Audience.NETWORK)


def follow_ups_of(user, today):
    """Talks after which something is to be done by `user`, who works on the resolution: due by now or soon, by day."""
    found = Talk.objects.filter(
        resolution__in=queries.worked_on(user).values("pk"), follow_up_on__lte=today + SOON, followed_on=None
    )
    return found.select_related("resolution__company").order_by("follow_up_on", "id")
