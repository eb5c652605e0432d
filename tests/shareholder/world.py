"""Resolutions for tests, made through the product's own actions."""

import datetime

from django.urls import reverse

from shareholder import days, rule_queries
from shareholder.actions import (
    challenges,
    country_rules,
    endings,
    estimates,
    filers,
    intentions,
    meetings,
    resolutions,
    talks,
    texts,
    thresholds,
)
from shareholder.models import Resolution
from tests import make, personas

NOW = make.NOW
DAY = NOW.date()
BODY = (
    "Resolved: shareholders ask the board to report on two people at every dock.\n\nSupporting statement: it is safer."
)


def day(text):
    return datetime.date.fromisoformat(text)


MEETING = {
    "kind": "annual", "country": "US", "year": 2027, "on": day("2027-05-19"), "last_on": day("2026-05-20"),
    "released_on": day("2026-04-08"), "stated_on": None, "stated_where": "", "definitive_on": day("2027-04-07"),
    "opens": None, "closes": None,
}  # fmt: skip


def meeting(company, **fields):
    return meetings.create_meeting(company=company, **MEETING | fields, by=None, at=NOW)


RULE = {
    "title": "Holders of 5% may put an item on the agenda", "cite": "Code de commerce, R. 225-71",
    "counted": "clear_days_before_meeting", "days": 20, "first_days": None, "last_days": None,
    "numbers": {"percent": "5"}, "starts": day("2010-12-01"), "source": "a summary",
}  # fmt: skip


def country_rule(group, *, rule="FR-R225-71", by=None, **fields):
    """The group's own row of a rule of the rulebook."""
    entry = rule_queries.rule_for(group, rule)
    return country_rules.write_rule(
        entry=entry, base=entry.base, group=group, **RULE | fields, by=by, at=NOW
    )  # fmt: skip


def country_rule_added(group, *, country="BR", by=None, **fields):
    """A rule of the group's own, of a country for which the rulebook has none."""
    return country_rules.add_rule(group=group, country=country, **RULE | fields, by=by, at=NOW)


def resolution(*, by, group=None, campaign=None, title="Two people at every dock", has_meeting=True):
    """An idea that `by` coordinates, with a meeting."""
    campaign = campaign or make.campaign(group=group, company=make.company(group=group))
    made = resolutions.create_resolution(campaign=campaign, company=campaign.company, title=title, by=by, at=NOW)
    if has_meeting:
        edit(made, by=by, meeting=meeting(campaign.company))
    return made


def edit(made, *, by, **fields):
    given = {"title": made.title, "meeting": made.meeting, "listed": made.listed, "signup_ends_on": None}
    given["planned_on"] = None
    return resolutions.edit_resolution(resolution=made, **given | fields, by=by, at=NOW)


def filer(made, *, user=None, goes_by="Harbour Pension Fund", role="cofiler", by=None):
    """A filer that takes part; with an account where `user` is given."""
    row = filers.invite_filer(resolution=made, goes_by=goes_by, role=role, code="".join(goes_by.split()), by=by, at=NOW)
    if user is None:
        return filers.keep_papers_for(filing=row, by=by, at=NOW)
    return filers.accept_place(filing=row, by=user, at=NOW)


def at_company(made, *, goes_by, band="", user=None):
    """A filer with an account whose papers are at the company; with a band where one is given."""
    row = filer(made, user=user or make.user(), goes_by=goes_by)
    filers.step_filing(filing=row, verb="send papers", on=FILED_ON, by=row.user, at=NOW)
    return filers.declare_band(filing=row, band=band, by=row.user, at=NOW) if band else row


def text(made, *, by=None, body=BODY, title="Proposal on dock safety", notes=""):
    newest = made.versions.first()
    base = newest.number if newest else 0
    return texts.write_version(resolution=made, title=title, body=body, notes=notes, base=base, by=by, at=NOW)


def days_receipt(made):
    """The day by which the company must have received it."""
    return days.receipt_of(made).day


def in_state(made, state):
    """The same resolution put there at once: for tests of what follows."""
    Resolution.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


FILED_ON = day("2026-11-20")


def filed(*, by, group=None, campaign=None, user=None, on=FILED_ON):
    """A resolution that its lead has filed in time; (resolution, lead's filing)."""
    made = resolution(by=by, group=group, campaign=campaign)
    lead = filer(made, user=user, role="lead", goes_by="Order of Saint Brendan", by=by)
    in_state(made, "signup")
    text(made, by=by)
    resolutions.freeze_text(resolution=made, on=on, by=by, at=NOW)
    made.refresh_from_db()
    resolutions.send(resolution=made, on=on, by=by, at=NOW)
    lead.refresh_from_db()
    return made, lead


def cast():
    """({persona: user}, a filed resolution, the co-filer's filing): everybody who could want to see it."""
    people = personas.cast()
    coordinator, counsel = make.member(people.group), make.member(people.group)
    lead, cofiler = make.user(), make.user()
    made, _lead = filed(by=coordinator, group=people.group, user=lead)
    filers.seat_person(resolution=made, user=counsel, part="counsel", by=coordinator, at=NOW)
    filing = filer(made, user=cofiler, by=coordinator)
    users = {
        "stranger": people.stranger, "owner": people.owner, "organizer": people.organizer, "coordinator": coordinator,
        "counsel": counsel, "lead": lead, "cofiler": cofiler,
    }  # fmt: skip
    return users, made, filing


def withdrawn_for(made, promised, *, by, **fields):
    """Withdrawn for `promised`, all of which an editor has taken into the campaign's ledger: the [Commitment]."""
    told = {"on": DAY, "source": "Letter", "source_url": ""} | fields
    waiting = endings.withdraw_for_commitments(resolution=made, promised=promised, by=by, at=NOW, **told)
    return [endings.take_into_ledger(pending=row, by=None, at=NOW) for row in waiting]


def pending(made, **fields):
    """A commitment that waits for the campaign's ledger, as an outside lead's withdrawal leaves it."""
    told = {"on": DAY, "text": "Two people at every dock.", "source": "Letter of the company", "due_on": None} | fields
    return made.pending_commitments.create(group=made.group, **told)


def with_everything(made, *, by):
    """{what: row}: one of everything that hangs on a resolution."""
    challenge = challenges.record_challenge(
        resolution=made, kind="with", bases=["i7"], on=FILED_ON, definitive_on=None, by=by, at=NOW
    )
    intention = intentions.state_intention(
        resolution=made, investor="Tern Fund", stance="for", why="Safer docks.", on=FILED_ON, listed=False, by=by,
        at=NOW,
    )  # fmt: skip
    made.tallies.create(
        group=made.group, number=1, votes_for=1, votes_against=2, voted_on=FILED_ON, source="8-K", proposed_by=by,
        proposed_at=NOW,
    )  # fmt: skip
    country_rule(made.group, by=by)
    made.fund_reports.create(group=made.group, accession="0000000001-26-000001", filer="Tern Funds", uploaded_on=DAY)
    talk(made, by=by, follow_up_on=FILED_ON)
    estimate(made, by=by)
    threshold(made.company, by=by)
    pending(made)
    return {"challenge": challenge, "intention": intention}


def talk(made, *, by, on=FILED_ON, **fields):
    """A talk with the company, written down for those who work on the resolution alone."""
    given = {"with_whom": ["lead", "board"], "confidence": "plain", "audience": "lead", "summary": "They listened."}
    return talks.note_talk(resolution=made, on=on, **given | fields, by=by, at=NOW)


def estimate(made, *, by, **fields):
    """That the founder has a million votes, as a newspaper says."""
    given = {"kind": "insiders", "insider_votes": 1_000_000, "basis": "Without the founder.", "source": "A newspaper"}
    return estimates.state_estimate(resolution=made, on=FILED_ON, **given | fields, by=by, at=NOW)


def threshold(company, *, by):
    given = {"law": "texas", "says": "A million dollars, or three percent.", "since_on": FILED_ON, "source": "Bylaws"}
    return thresholds.write_threshold(company=company, **given, by=by, at=NOW)


def challenged(*, by, campaign):
    """(resolution, filing of `by`, intention): `by` has a seat and files, and everything hangs on it."""
    made, filing = filed(by=by, campaign=campaign, user=by)
    return made, filing, with_everything(made, by=by)["intention"]


def address(name, made, filing, intention):
    """The path behind the name of an address of the desk of resolutions."""
    slugs = {
        "resolution-export": [],
        "resolution-list": [], "place-accept": [], "place-confirm": [], "calendar-read": [], "calendar-end": [],
        "reminder-turn": [],
        "season-board": [made.group.slug], "resolution-create": [made.campaign.slug], "past-list": [made.campaign.slug],
        "policy-write": [made.group.slug], "meeting-create": [made.company.slug],
        "edgar-read": [made.company.slug],
        "threshold-write": [made.company.slug], "threshold-remove": [made.company.slug],
        "meeting-edit": [made.meeting.slug],
        "version-read": [made.slug, 1], "challenge-end": [made.slug, 1],
        "intention-remove": [made.slug, intention.pk], "intention-listed": [made.slug, intention.pk],
    }  # fmt: skip
    slugs |= {name: [made.group.slug] for name in ("rule-list", "rule-create", "tally-list")}
    slugs |= {name: [made.group.slug, "FR-R225-71"] for name in ("rule-edit", "rule-check", "rule-drop")}
    own = ("filing-read", "own-step", "papers-tick", "holding-judge", "band-declare", "letter-print", "own-intention",
           "own-intention-remove")  # fmt: skip
    slugs |= {name: [filing.slug] for name in own}
    slugs |= {name: [made.slug, filing.pk] for name in ("filing-step", "filing-keep", "filing-promote", "code-renew")}
    slugs["seat-take"] = [made.slug, made.seats.order_by("part").first().pk]
    slugs |= {name: [made.slug, made.tallies.get().pk] for name in ("tally-confirm", "tally-drop")}
    slugs |= {name: [made.slug, made.fund_reports.get().pk] for name in ("fund-report-read", "fund-report-drop")}
    slugs |= {name: [made.slug, made.pending_commitments.get().pk] for name in ("pending-take", "pending-drop")}
    slugs["estimate-remove"] = [made.slug, made.estimates.get().pk]
    slugs |= {name: [made.slug, made.talks.get().pk] for name in ("talk-follow", "talk-remove")}
    return reverse(f"shareholder:{name}", args=slugs.get(name, [made.slug]))
