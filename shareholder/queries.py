"""Reads that more than one caller needs. Callers have been through a door, or ask only for what is the user's own."""

from django.db.models import Exists, F, OuterRef, Q, Subquery, prefetch_related_objects

from organize import roles
from organize.models import Company, User
from organize.queries import people_of
from organize.states import CommitmentState
from shareholder import days
from shareholder.access import WORKING
from shareholder.models import Filing, Meeting, PendingCommitment, Resolution, SeasonPolicy, Tally, Threshold
from shareholder.models.filing import gives_a_part
from shareholder.rulebook import rules
from shareholder.states import (
    AT_COMPANY,
    IN_PLAY,
    OUT,
    STANDING,
    TAKING_PART,
    FilingRole,
    FilingState,
    MeetingKind,
    ResolutionState,
    TallyState,
)

MISSED = frozenset({CommitmentState.OVERDUE, CommitmentState.BROKEN, CommitmentState.EXPIRED, CommitmentState.PARTLY})
ABOUT_TALKS = ("note talk", "follow talk", "remove talk")  # those alone who work on it read that there is an entry


def with_rules(rows):
    """The resolutions `rows` with all from which their days follow, at a cost that does not grow with them."""
    return rows.select_related("company", "meeting").prefetch_related("group__country_rules")


def group_with_rules(company):
    """The group of a company, with the rules that it has written down."""
    prefetch_related_objects([company], "group__country_rules")
    return company.group


def resolutions_of(campaign):
    """Those of a campaign; `.has_waiting`: whether counts of the vote wait for a second person."""
    waiting = Tally.objects.filter(resolution=OuterRef("pk"), state=TallyState.PROPOSED)
    return with_rules(Resolution.objects.filter(campaign=campaign)).annotate(has_waiting=Exists(waiting))


def listed_resolutions(campaign):
    """What the public page tells of: chosen by those who work on it, and filed at some time."""
    rows = Resolution.objects.filter(campaign=campaign, listed=True, sent_on__isnull=False)
    return rows.select_related("company", "meeting")


def own_resolutions(user):
    """Those in which `user` has a part."""
    taking = Q(gives_a_part("filings__"), filings__user=user)  # of one and the same filing
    seated = Q(seats__user=user, seats__user__memberships__group=F("group"))
    return with_rules(Resolution.objects.filter(seated | taking).distinct())


def worked_on(user):
    """Those in which `user` may read who files, as access.WORKING says."""
    seated = Q(seats__user=user, seats__user__memberships__group=F("group"))
    leading = Q(gives_a_part("filings__"), filings__user=user, filings__role=FilingRole.LEAD)
    return Resolution.objects.filter(seated | leading).distinct()


def bar_after(resolution):
    """What follows for its filers where it was not presented: {"years", "rule", "meeting"}; else None."""
    years = days.barred_years_of(resolution)
    if not years:
        return None
    return {"years": years, "rule": days.rules_for(resolution)["US-APPEAR"], "meeting": resolution.meeting}


def bars_on(filing):
    """[bar] under which this filer files now: looked for by account, and by the name that whoever coordinates gave."""
    same = Q(goes_by=filing.goes_by) | (Q(user=filing.user_id) if filing.user_id else Q())
    theirs = Filing.objects.filter(gives_a_part(), same, group=filing.group_id).exclude(resolution=filing.resolution_id)
    rows = Resolution.objects.filter(
        company=filing.resolution.company_id, state=ResolutionState.NOT_PRESENTED, pk__in=theirs.values("resolution")
    )
    bars = [bar_after(row) for row in rows.select_related("meeting")]
    meeting = filing.resolution.meeting
    return [bar for bar in bars if bar and (meeting is None or meeting.year in bar["years"])]


def own_filings(user):
    """The filings that are `user`'s own, with what they belong to."""
    return Filing.objects.filter(user=user).select_related("resolution__company", "resolution__meeting")


def is_twice_at(filing):
    """Whether this filer's own account, or the investor as whoever coordinates named it, is in two of a meeting.

    Looked for among the resolutions of this group: a meeting is written down by each group for itself. Not by what the
    filer types as its representative: that would tell anybody who tries names who else files.
    """
    meeting = filing.resolution.meeting
    if meeting is None:
        return False
    others = Filing.objects.filter(state__in=TAKING_PART, resolution__meeting=meeting)
    same = Q(goes_by=filing.goes_by)
    if filing.user_id:
        same |= Q(user=filing.user_id)
    return others.filter(same).exclude(resolution=filing.resolution_id).exists()


def filing_in(user, resolution):
    """The own filing of `user` in it, or None; of several the one that has not ended."""
    rows = list(resolution.filings.filter(user=user))
    return next((row for row in rows if row.state not in OUT), rows[0] if rows else None)


def filers_of(resolution):
    return resolution.filings.select_related("user")


def is_of_one_hand(resolution):
    """Whether one person offered every place of it, and so could have taken some of them with other mailboxes."""
    hands = resolution.steps.filter(verb="invite").order_by().values_list("by", flat=True).distinct()
    return len(hands[:2]) < 2


def is_anybody_left(resolution):
    """Whether a filing still stands, so that the resolution does. Before it is filed, and after it, none has to."""
    if resolution.state not in IN_PLAY:
        return True
    return resolution.filings.filter(Q(state__in=STANDING) | Q(state=FilingState.DEFICIENT)).exists()


def steps_for(resolution, user):
    """The trail as `user` may read it: all of it with a part that reads who files, else without other filers' steps.

    Who wrote a step down is told to the former alone: it would tell who leads.
    """
    found = resolution.steps.select_related("filing", "by")
    if resolution.parts & WORKING:
        return found
    if resolution.parts:
        return found.exclude(verb__in=ABOUT_TALKS).filter(Q(filing=None) | Q(filing__user=user))
    return found.none()


def text_of(resolution):
    """(newest Version, the one that is filed) or None for either."""
    last = resolution.versions.order_by("-number").values("number")[:1]
    versions = list(resolution.versions.filter(Q(number=Subquery(last)) | Q(number=resolution.frozen)))
    frozen = next((one for one in versions if one.number == resolution.frozen), None)
    return (versions[0] if versions else None), frozen


def meetings_of(company):
    return Meeting.objects.filter(company=company)


def resolutions_at(company):
    """The resolutions at a company, those of its latest meeting first."""
    found = Resolution.objects.filter(company=company).select_related("meeting", "lineage")
    return found.order_by(F("meeting__year").desc(nulls_first=True), "title", "id")


def threshold_of(company):
    """What the company may ask beyond Rule 14a-8, as the group has written it down, or None."""
    return Threshold.objects.filter(company=company).first()


def resolutions_with_pending(group):
    """Those of a group whose commitments wait for an editor to take them into the campaign's ledger."""
    waiting = PendingCommitment.objects.filter(resolution=OuterRef("pk"))
    return Resolution.objects.filter(Exists(waiting), group=group).select_related("company")


def promises_of(resolution):
    """Promises of its company in its campaign's ledger, those that were missed first."""
    found = resolution.campaign.commitments.filter(company=resolution.company_id)
    return sorted(found, key=lambda row: (row.state not in MISSED, row.due_on is None, row.due_on or row.on))


def lineage_titles(company):
    return list(company.lineages.values_list("title", flat=True))


def seats_of(resolution):
    """The seats that count: whoever left the group, or was put out, has none until they are back."""
    return resolution.seats.filter(user__memberships__group=resolution.group_id).select_related("user")


def people_without_seat(resolution):
    """Members of the group who could be given a seat."""
    return people_of(resolution.group).exclude(pk__in=resolution.seats.values("user"))


def companies_of_group(group):
    return Company.objects.filter(group=group)


def companies_by_name(group):
    """{name: Company} of a group, by other names too; its own name wins."""
    rows = list(companies_of_group(group))
    others = {alias: row for row in rows for alias in row.aliases}
    return others | {row.name: row for row in rows}


def resolutions_known(group):
    """{(key of the company, year, title)} of what the group has about meetings whose year is known."""
    rows = Resolution.objects.filter(group=group, meeting__isnull=False)
    return set(rows.values_list("company_id", "meeting__year", "title"))


def annual_meetings_of(group):
    """{(key of the company, year): day or None} of the group's companies."""
    rows = Meeting.objects.filter(group=group, kind=MeetingKind.ANNUAL)
    return {(company, year): on for company, year, on in rows.values_list("company_id", "year", "on")}


def _season(season, own, season_id):
    """What is known of a season: the group's own record over the rulebook's (None: neither knows it)."""
    known = own or season
    said = {name: getattr(known, name) if known else "" for name in ("status", "note", "source")}
    return {"id": season_id, "own": own, **said}


def season_for(group, day):
    """What is known of the season of `day`, or None."""
    season_id = days.season_of(day)
    own = SeasonPolicy.objects.filter(group=group, season=season_id).first()
    season = rules.ours().season_on(day)
    return _season(season, own, season_id) if season or own else None


def season_of(resolution, today):
    """The same for a resolution; None outside the United States."""
    if resolution.meeting is not None and resolution.meeting.country != "US":
        return None
    return season_for(resolution.group, days.first_of_season(days.season_of_resolution(resolution, today)))


def policies_of(group, today):
    """Every season of which something is known, and the one of `today` and the next: as _season gives them, newest
    first.
    """
    own = {policy.season: policy for policy in SeasonPolicy.objects.filter(group=group)}
    ours = {season.id: season for season in rules.ours().seasons}
    now = days.season_of(today)
    following = days.season_of(days.first_of_season(now).replace(year=days.first_of_season(now).year + 1))
    found = sorted({*own, *ours, now, following}, key=days.first_of_season, reverse=True)
    return [_season(ours.get(one), own.get(one), one) for one in found]


def lead_of(resolution):
    """The Filing that leads now, or None."""
    gone = [FilingState.DROPPED, FilingState.WITHDRAWN]
    return resolution.filings.filter(role=FilingRole.LEAD).exclude(state__in=gone).first()


def able_to_lead(resolution):
    """Filings of it that could lead, were there no lead: once it is filed, only those whose papers are there."""
    return resolution.filings.filter(state__in=AT_COMPANY if resolution.state in IN_PLAY else TAKING_PART)


def people_working_on(resolution):
    """Accounts that coordinate it, counsel it or lead it."""
    lead = Q(pk__in=resolution.filings.filter(gives_a_part(), role=FilingRole.LEAD).values("user"))
    return User.objects.filter(Q(pk__in=seats_of(resolution).values("user")) | lead, is_active=True)


def people_to_compare(resolution, proposer):
    """Accounts that may compare the counts that `proposer` wrote down with their source, and confirm them.

    Members of the group, with a seat or because they edit in it: counts are public facts. A lead from outside only
    where no other member could: whoever coordinates chooses the mailbox that leads, and it may be their own.
    """
    group = resolution.group_id
    edits = Q(memberships__group=group, memberships__role__in=roles.with_power(roles.EDIT))
    members = User.objects.filter(Q(pk__in=seats_of(resolution).values("user")) | edits, is_active=True)
    members = members.exclude(pk=proposer).distinct()
    return members if members.exists() else people_working_on(resolution).exclude(pk=proposer)


def own_intention(filing):
    """How the filer says itself that it will vote, or None."""
    return filing.intentions.first()


def listed_intentions(resolution):
    """What investors have made public themselves."""
    return resolution.intentions.filter(listed=True)
