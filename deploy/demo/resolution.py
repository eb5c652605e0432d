"""Three years of one shareholder proposal, and the fourth being filed, beside the letter. All of it is invented."""

import datetime

from deploy.demo import funds
from deploy.demo.cast import CAMPAIGN, ORGANIZER
from organize import roles
from organize.actions.groups import admit_member
from organize.models import Campaign, User
from shareholder.actions import filers, meetings, resolutions, tallies, texts

MATTER = "Report on who buys thermal cameras"
COUNSEL = "counsel@example.org"
BODY = """Resolved: shareholders ask the board to report, at reasonable cost and leaving out what must stay secret, on
the authorities that have bought thermal cameras for border towers, and on how their use is looked after.

Supporting statement: a camera that finds people who walk at night can save them or hand them over. Which of the two is
a matter of contracts, and shareholders have not been shown one. A report would cost less than one lost contract."""
# Raw counts of each year, oldest first: for, against, abstentions, broker non-votes. Each adds up to the same total.
COUNTS = (
    (11_904_211, 180_310_554, 4_118_020, 22_667_215),
    (36_402_118, 152_224_900, 7_705_767, 22_667_215),
    (54_390_655, 138_122_407, 3_819_723, 22_667_215),
)
LEAD = "Sisters of the Pass"
OTHERS = ("Instrument Makers’ Pension Fund", "Tern Foundation", "A member of the valley’s savings club")


def record(*, at):
    """The public address of the newest of the voted ones. Somebody else compares each count."""
    campaign = Campaign.objects.get(title=CAMPAIGN)
    who = {"by": User.objects.get(mailbox=ORGANIZER), "at": at}
    counsel = User.objects.create_user(COUNSEL)
    admit_member(group=campaign.group, user=counsel, role=roles.REVIEWER, by=None, at=at)
    last = at.year if (at.month, at.day) > (6, 15) else at.year - 1  # the newest meeting that is over
    shown = None
    for year, counts in zip(range(last - 2, last + 1), COUNTS, strict=True):
        shown = _drafted(campaign, year, counsel, **who)
        _filed(shown, year, **who)
        _counted(shown, year, counts, counsel, **who)
    funds.record(resolution=shown, **who)
    following = _drafted(campaign, last + 1, counsel, **who)
    for name in OTHERS:
        row = filers.invite_filer(resolution=following, goes_by=name, role="cofiler", code=_code(name, last), **who)
        filers.keep_papers_for(filing=row, **who)
    return shown.address


def _code(name, year):
    return f"{year}{''.join(name.split())}"


def _drafted(campaign, year, counsel, **who):
    """Written, with a meeting and a lead filer, open to co-filers."""
    on = datetime.date(year, 5, 20)
    meeting = meetings.create_meeting(
        company=campaign.company, kind="annual", country="US", year=year, on=on, last_on=on.replace(year=year - 1),
        released_on=datetime.date(year - 1, 4, 8), stated_on=None, stated_where="",
        definitive_on=datetime.date(year, 4, 8), opens=None, closes=None, **who,
    )  # fmt: skip
    row = resolutions.create_resolution(campaign=campaign, company=campaign.company, title=f"{MATTER}, {year}", **who)
    filers.seat_person(resolution=row, user=counsel, part="counsel", **who)
    resolutions.edit_resolution(
        resolution=row, title=row.title, meeting=meeting, signup_ends_on=None, planned_on=None, listed=True, **who
    )
    resolutions.link_lineage(resolution=row, title=MATTER, **who)
    lead = filers.invite_filer(resolution=row, goes_by=LEAD, role="lead", code=_code(LEAD, year), **who)
    filers.keep_papers_for(filing=lead, **who)
    start = min(datetime.date(year - 1, 10, 1), who["at"].date())
    resolutions.record_step(resolution=row, verb="begin text", on=start, **who)
    texts.write_version(resolution=row, title=MATTER, body=BODY, notes="", base=0, **who)
    resolutions.record_step(resolution=row, verb="open sign-up", on=start, **who)
    return row


def _filed(row, year, **who):
    sent = datetime.date(year - 1, 11, 20)
    resolutions.freeze_text(resolution=row, on=sent, **who)
    row.refresh_from_db()
    resolutions.send(resolution=row, on=sent, **who)
    resolutions.confirm_receipt(resolution=row, on=sent + datetime.timedelta(days=1), **who)
    ballot = {"item_number": "4", "board_says": "against"}
    resolutions.record_step(
        resolution=row, verb="put on ballot", on=datetime.date(year, 4, 8), document="proxy", **ballot, **who
    )
    resolutions.record_step(resolution=row, verb="hold vote", on=datetime.date(year, 5, 20), **who)


def _counted(row, year, counts, counsel, *, by, at):
    names = ("votes_for", "votes_against", "abstentions", "broker_non_votes")
    tally = tallies.propose_tally(
        resolution=row, voted_on=datetime.date(year, 5, 20), source="8-K", **dict(zip(names, counts, strict=True)),
        by=by, at=at,
    )  # fmt: skip
    tallies.confirm_tally(tally=tally, by=counsel, at=at)
