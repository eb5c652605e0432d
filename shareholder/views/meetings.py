"""Companies' meetings and the policy of a season: public facts that a group writes down."""

from django.contrib.auth.decorators import login_required
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize.access import group_to_edit
from organize.views.acting import answered
from shareholder import company_access, days, queries, rule_queries
from shareholder.actions import meetings
from shareholder.forms.resolutions import MeetingForm, PolicyForm

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
