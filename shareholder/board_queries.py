"""Reads for the season board and the calendar: what is due when, over many resolutions at the cost of one."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from organize import roles
from organize.models import Membership
from shareholder import days, queries
from shareholder.models import Feed, Filing, Reminder, Resolution, Tally
from shareholder.queries import own_resolutions
from shareholder.states import BEFORE_FILING, ENDED, IN_PLAY, LIVE, FilingRole, FilingState, ResolutionState
from shareholder.vote_queries import results_among

WEEK, MONTH = datetime.timedelta(days=7), datetime.timedelta(days=30)
MOST_LATER = 50  # days on the board after this week's
R = ResolutionState
# While which states somebody waits for a day of the rulebook. Others are past, or not asked yet.
WAITED_FOR = {
    "receipt": BEFORE_FILING,
    "slots": frozenset({R.FILED, R.DEFICIENT, R.CURED}),
    "defect_notice": frozenset({R.FILED}),
    "defect_reply": frozenset({R.DEFICIENT}),
    "no_action": frozenset({R.FILED, R.CURED, R.CHALLENGED}),
    "opposition": IN_PLAY - {R.DEFICIENT},
    "results": frozenset({R.ON_BALLOT, R.VOTED}),
    "exempt_notice": frozenset({R.ON_BALLOT}),
}
WAITED_FOR_BY_COFILERS = {"defect_notice": FilingState.RECEIVED, "defect_reply": FilingState.DEFICIENT}


@dataclass(frozen=True)
class Due:
    """One day that matters for a resolution: a deadline with its Rule, or the meeting itself ("meeting").

    filing: the co-filer whose own day it is; for those alone who may read who files.
    """

    resolution: object
    name: str
    day: datetime.date
    rule: object = None
    filing: object = None


def dues_of(resolutions, filings=()):
    """[Due] of all of them and of co-filers' `filings`, by day; only what somebody still waits for."""
    found = []
    for row in resolutions:
        for due in days.deadlines_of(row):
            if due.day and row.state in WAITED_FOR.get(due.name, ()):
                found.append(Due(row, due.name, due.day, due.rule))
        if row.meeting and row.meeting.on and row.state in LIVE and row.state not in (R.RECORDED, R.VOTED):
            found.append(Due(row, "meeting", row.meeting.on))
    for filing in filings:
        for due in days.deadlines_of(filing.resolution, filing):
            if due.day and filing.state == WAITED_FOR_BY_COFILERS.get(due.name):
                found.append(Due(filing.resolution, due.name, due.day, due.rule, filing))
    return sorted(found, key=lambda due: (due.day, due.resolution.title, due.name, due.rule.id if due.rule else ""))


def cofilings_for(user):
    """Filings, not of leads, in which something is waited for: `user`'s own, and those that `user` may read of."""
    may_read = Q(user=user) | Q(resolution__in=queries.worked_on(user).values("pk"))
    rows = Filing.objects.filter(may_read, state__in=WAITED_FOR_BY_COFILERS.values(), resolution__state__in=LIVE)
    rows = rows.exclude(role=FilingRole.LEAD).select_related("resolution__company", "resolution__meeting")
    return rows.prefetch_related("resolution__group__country_rules")


def resolutions_of_group(group):
    return queries.with_rules(Resolution.objects.filter(group=group))


def late_among(dues, today):
    return [due for due in dues if due.day < today and due.name not in ("meeting", "slots")]


def near_days(group, today):
    """([Due] past and not written down, [Due] within a week, how many more are due within a month) of a group."""
    dues = dues_of(resolutions_of_group(group).filter(state__in=LIVE))
    week = [due for due in dues if today <= due.day <= today + WEEK]
    return late_among(dues, today), week, sum(today + WEEK < due.day <= today + MONTH for due in dues)


def next_days(resolutions, today):
    """{key of a resolution: its next Due within a month}."""
    found = {}
    for due in dues_of(resolutions):
        if today <= due.day <= today + MONTH:
            found.setdefault(due.resolution.pk, due)
    return found


def filings_by_state(user, resolutions):
    """[(label, how many)] of filings in those of `resolutions` in which `user` may read who files."""
    known = queries.worked_on(user).filter(pk__in=[row.pk for row in resolutions])
    found = Filing.objects.filter(resolution__in=known.values("pk")).values_list("state").annotate(n=Count("pk"))
    counts = dict(found.order_by())
    return [(label, counts[state]) for state, label in FilingState.choices if counts.get(state)]


def _counted(states):
    """[(label, how many)] of the states of resolutions that occur, in the order of their lives."""
    return [(label, states[state]) for state, label in R.choices if states[state]]


def board_of(group, today, *, user=None, season=""):
    """What the season board shows: dict of what is late, due this week and later, states, companies, outcomes.

    What is due is so whatever the season; the rest is about `season` ("2026-27"), or about all where it is empty.
    """
    every = list(resolutions_of_group(group))
    dues = dues_of(every, cofilings_for(user).filter(group=group) if user else ())
    seasons = {row.pk: days.season_of_resolution(row, today) for row in every}
    rows = [row for row in every if not season or seasons[row.pk] == season]
    late, later = late_among(dues, today), [due for due in dues if due.day > today + WEEK]
    states = Counter(row.state for row in rows)
    results = {one.resolution.pk: one for one in results_among(Tally.objects.filter(group=group))}
    companies = {}
    for row in rows:
        companies.setdefault(row.company, []).append(row)
    outcomes = [
        {"resolution": row, "result": results.get(row.pk)} for row in rows if row.state in ENDED or row.pk in results
    ]
    return {
        "late": late,
        "week": [due for due in dues if today <= due.day <= today + WEEK],
        "later": later[:MOST_LATER],
        "later_left": max(0, len(later) - MOST_LATER),
        "states": _counted(states),
        "ends": _counted(Counter(one["resolution"].state for one in outcomes)),
        "companies": [
            {
                "company": company,
                "resolutions": its,
                "next": next((d for d in dues if d.resolution.company == company and d.day >= today), None),
            }
            for company, its in sorted(companies.items(), key=lambda pair: pair[0].name)
        ],
        "outcomes": outcomes,
        "filings": filings_by_state(user, rows) if user else [],
        "seasons": sorted({days.season_of(today), *seasons.values()}, reverse=True),
        "total": len(rows),
    }


def feed_of(user):
    return Feed.objects.filter(user=user).first()


def calendar_of(user):
    """[Due] for a person's calendar: of their parts, and of their groups' resolutions."""
    groups = Membership.objects.filter(user=user, role__in=[r for r in roles.POWERS if roles.READ in roles.POWERS[r]])
    mine = Q(pk__in=own_resolutions(user).values("pk")) | Q(group__in=groups.values("group"))
    rows = queries.with_rules(Resolution.objects.filter(mine, state__in=LIVE))
    return dues_of(rows, cofilings_for(user))


def is_reminded(user):
    return Reminder.objects.filter(user=user).exists()


def reminders():
    """Every Reminder of an account that still is one, with its person."""
    return Reminder.objects.filter(user__is_active=True).select_related("user").order_by("pk").iterator()
