"""Resolutions of past years, taken in from a list at once: all rows, or none."""

from django.db import transaction

from organize.actions.records import not_ahead
from organize.moves import leave_trail
from shareholder.actions.meetings import create_meeting
from shareholder.actions.resolutions import link_lineage
from shareholder.actions.steps import note_step
from shareholder.actions.tallies import propose_tally
from shareholder.models import Meeting, Resolution, Seat
from shareholder.states import ENDED, MeetingKind, Part, ResolutionState

OUTCOMES = (ResolutionState.VOTED, *(state for state in ResolutionState if state in ENDED - {ResolutionState.CLOSED}))
TALLIED = "share_class votes_for votes_against abstentions broker_non_votes source source_url accession".split()


def take_in_past(*, campaign, rows, companies, by, at):
    """Make the resolutions of `rows` (columns of forms.past.PastForm; companies: {name: Company}); the new ones.

    Rows with the same company, day and title are one resolution with several classes of shares. Whoever takes them in
    coordinates them; their counts wait for a second person, as all counts do where the group has one.
    """
    made = {}
    with transaction.atomic():
        for row in rows:
            not_ahead(row["meeting_on"], at)
            company = companies[row["company"]]
            key = (company.pk, row["meeting_on"], row["title"])
            if key not in made:
                made[key] = _create(campaign, company, row, by=by, at=at)
            if row["outcome"] == ResolutionState.VOTED:
                counts = {name: row[name] for name in TALLIED}
                propose_tally(resolution=made[key], voted_on=row["meeting_on"], **counts, by=by, at=at)
    return list(made.values())


def _create(campaign, company, row, *, by, at):
    on, outcome = row["meeting_on"], row["outcome"]
    made = Resolution.objects.create(
        group_id=campaign.group_id, campaign=campaign, company=company, title=row["title"],
        meeting=_meeting(company, on, by=by, at=at), state=outcome, item_number=row["item_number"],
        sent_on=row["filed_on"], ended_on=None if outcome == ResolutionState.VOTED else on,
    )  # fmt: skip
    Seat.objects.create(group_id=made.group_id, resolution=made, user=by, part=Part.COORDINATOR)
    note_step(resolution=made, verb="take in", on=on, by=by, at=at)
    leave_trail(made, "create", by=by, at=at)
    if row["matter"]:
        link_lineage(resolution=made, title=row["matter"], by=by, at=at)
    return made


def _meeting(company, on, *, by, at):
    """The company's annual meeting of that year, made where the group has none."""
    known = Meeting.objects.filter(company=company, kind=MeetingKind.ANNUAL, year=on.year).first()
    return known or create_meeting(company=company, kind=MeetingKind.ANNUAL, year=on.year, on=on, by=by, at=at)
