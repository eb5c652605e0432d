"""Companies' meetings and the policy of a season: public facts that a group writes down."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organize import limits
from organize.access import group_to_edit
from organize.middleware import large_body
from organize.views.acting import answered
from shareholder import company_access, days, queries, rule_queries
from shareholder.actions import meetings
from shareholder.forms.meetings import EdgarForm, MeetingForm, PolicyForm
from shareholder.readers import edgar
from shareholder.readers.refused import Unreadable

SEC, MOST_FILINGS = "https://www.sec.gov", 12
FIELDS = (
    "kind", "country", "year", "on", "last_on", "released_on", "stated_on", "stated_where", "definitive_on", "opens",
    "closes",
)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    company = company_access.company_to_meet(request.user, slug)
    context = {"company": company, "group": company.group, "meetings": queries.meetings_of(company)}
    form = MeetingForm(request.POST or None, added=rule_queries.countries_added(company.group))
    return answered(
        request, "shareholder/meeting_create.html", form, meetings.create_meeting,
        company=company, to=("shareholder:meeting-create", slug), context=context,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    meeting = company_access.meeting_to_edit(request.user, slug)
    before = {name: getattr(meeting, name) for name in FIELDS}
    context = {"company": meeting.company, "group": meeting.group, "meeting": meeting}
    added = {meeting.country, *rule_queries.countries_added(meeting.group)}
    form = MeetingForm(request.POST or None, initial=before, added=added)
    return answered(
        request, "shareholder/meeting_edit.html", form, meetings.edit_meeting, meeting=meeting,
        to=("shareholder:meeting-create", meeting.company.slug), context=context,
    )  # fmt: skip


@large_body
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read_edgar(request, slug):
    """What EDGAR lists of a company: days for its next meeting, reports of votes, solicitations. Nothing is kept."""
    company = company_access.company_to_meet(request.user, slug)
    form = EdgarForm(request.POST or None, request.FILES or None)
    context = {"company": company, "group": company.group, "form": form}
    if form.is_bound:
        limits.allow("report", request)
    if form.is_bound and form.is_valid():
        try:
            found = edgar.submissions(form.cleaned_data["file"])
        except Unreadable:
            form.add_error("file", _("This is not EDGAR's list of a company's filings."))
        else:
            context |= _listed(found, company)
    return render(request, "shareholder/edgar_read.html", context, status=422 if form.errors else 200)


def _listed(found, company):
    """What the page shows of a Submissions: of each kind the first MOST_FILINGS, as EDGAR lists the newest first."""
    today = timezone.localdate()
    days_found = found.meeting_days(today)
    meeting_on, last_on, released_on = (days_found.get(name) for name in ("meeting", "last_meeting", "released"))
    before_it = last_on or released_on
    year = meeting_on.year if meeting_on else before_it.year + 1 if before_it else today.year
    before = {
        "kind": "annual", "country": "US", "year": year, "on": meeting_on, "last_on": last_on,
        "released_on": released_on, "definitive_on": days_found.get("definitive"),
    }  # fmt: skip
    kinds = (
        (_("Definitive proxy statements"), found.proxies()),
        (_("Reports with the results of votes"), found.votes()),
        (_("Notices of exempt solicitations"), found.solicitations()),
    )
    return {
        "found": found,
        "is_another": bool(company.cik) and company.cik != found.cik,
        "meeting_form": MeetingForm(initial=before, added=rule_queries.countries_added(company.group)),
        "shown": [(label, [(row, SEC + found.address(row)) for row in rows[:MOST_FILINGS]]) for label, rows in kinds],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request, slug):
    """What the staff of the SEC does in a season, as the group has read it: the one asked for, else the present one."""
    group = group_to_edit(request.user, slug)
    today = timezone.localdate()
    policies = {policy["id"]: policy for policy in queries.policies_of(group, today)}
    asked = policies.get(request.GET.get("season")) or policies[days.season_of(today)]
    before = {"season": asked["id"]} | {name: asked[name] for name in ("status", "note", "source")}
    form = PolicyForm(request.POST or None, seasons=policies, initial=before)
    context = {"group": group, "policies": policies.values()}
    return answered(
        request, "shareholder/policy_write.html", form, meetings.write_policy,
        group=group, to=("shareholder:policy-write", slug), context=context,
    )  # fmt: skip
