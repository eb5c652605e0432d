"""What a campaign's pages show of resolutions: name, company, state, days; never who files."""

from django.utils import timezone

from organize.timeline import Event
from shareholder import board_queries, days, queries, talk_queries, vote_queries
from shareholder.models import Resolution
from shareholder.states import LIVE

MOST_OWN = 20  # the heading leads on to all of them
MOST_LATE, MOST_NEAR = 3, 7  # of the days that a desk tells; the rest is on the season board
WORDS = "shareholder/event.txt"


def resolutions(campaign):
    """The resolutions of a campaign, with the day by which each must be received."""
    rows = [{"resolution": row, "due": days.receipt_of(row)} for row in queries.resolutions_of(campaign)]
    return {"template": "shareholder/_shelf_resolutions.html", "items": rows}


def of_company(company):
    """Its meetings with the day by which proposals must be there, and by matter what was put to the vote."""
    group = queries.group_with_rules(company)
    votes = {one.resolution.pk: one for one in vote_queries.results_at(company)}
    matters = {}
    for row in queries.resolutions_at(company):
        matters.setdefault(row.lineage, []).append({"resolution": row, "result": votes.get(row.pk)})
    items = {
        "threshold": queries.threshold_of(company),
        "meetings": [
            {"meeting": meeting, "due": days.receipt_of(Resolution(meeting=meeting, group=group))}
            for meeting in queries.meetings_of(company)
        ],
        "matters": sorted(matters.items(), key=lambda pair: (pair[0] is None, str(pair[0] and pair[0].title))),
    }
    return {"template": "shareholder/_shelf_company.html", "items": items}


def own(user):
    """Resolutions in which somebody has a part, those with a near day first: a filer need not be in the group."""
    rows = list(queries.own_resolutions(user))
    near = board_queries.next_days(rows, timezone.localdate())
    items = [{"resolution": row, "due": near.get(row.pk)} for row in rows]
    items.sort(key=lambda item: (item["due"] is None, item["due"] and item["due"].day))
    return {"template": "shareholder/_shelf_own.html", "items": items[:MOST_OWN]}


def follow_ups(user):
    """What somebody is to do after talks with companies: the resolution and the day; the words are on its page."""
    found = talk_queries.follow_ups_of(user, timezone.localdate())
    return {"template": "shareholder/_shelf_follow_ups.html", "items": list(found[:MOST_NEAR])}


def attention(group):
    """Days of this week, what is past and not written down, commitments that wait for the campaign's ledger, and how
    much more the season board has for this month.

    Whoever is in the group reads them; nothing says who files.
    """
    return attention_on(group, timezone.localdate())


def attention_on(group, today):
    late, week, later = board_queries.near_days(group, today)
    told = [*late[-MOST_LATE:], *week[:MOST_NEAR]]  # of what is late the newest: the rest has waited longer
    items = [{"due": due, "left": (due.day - today).days} for due in told]
    items += [{"pending": row} for row in queries.resolutions_with_pending(group)[:MOST_NEAR]]
    more = len(late) + len(week) + later - len(told)
    if more:
        items.append({"more": more, "group": group})
    return {"template": "shareholder/_shelf_attention.html", "items": items}


def public_resolutions(campaign):
    """What everybody reads of the resolutions that those who work on them have put on the page."""
    listed = list(queries.listed_resolutions(campaign))
    return {
        "name": "resolutions",
        "template": "shareholder/_public_resolutions.html",
        "items": listed,
        "events": [event for row in listed for event in _events(row)],
        "numbers": [_numbers(row) for row in listed],
        "demands": {},
    }


def _events(row):
    key = row.pk.hex
    yield Event(f"resolution-{key}-sent", row.sent_on, "resolution-filed", WORDS, row)
    if row.ended_on:
        yield Event(f"resolution-{key}-ended", row.ended_on, "resolution-ended", WORDS, row)


def _numbers(row):
    return {
        "title": row.title,
        "company": row.company.name,
        "state": row.state,
        "live": row.state in LIVE,
        "filed_on": row.sent_on.isoformat(),
        "ended_on": row.ended_on and row.ended_on.isoformat(),
    }
