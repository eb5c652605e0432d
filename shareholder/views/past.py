"""Resolutions of past years, from a list: first what would happen, row by row, then all of it."""

from django.contrib.auth.decorators import login_required
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from organize.access import campaign_to_edit
from organize.views.lists import answer_list
from shareholder import queries
from shareholder.actions.past import OUTCOMES, take_in_past
from shareholder.forms.past import PastListForm

NO_COMPANY = _("company: the group has none of this name. Take companies in first.")
AHEAD = _("meeting_on: that day has not come yet.")
OTHER_DAY = _("meeting_on: the company's annual meeting of that year is written down with another day.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, slug):
    campaign = campaign_to_edit(request.user, slug)
    companies = queries.companies_by_name(campaign.group)
    known = queries.resolutions_known(campaign.group)
    meetings = queries.annual_meetings_of(campaign.group)

    def fate(fields):
        return "same" if _key(companies, fields) in known else "new"

    def check(fields):
        company, on = companies.get(fields["company"]), fields["meeting_on"]
        if company is None:
            yield NO_COMPANY
        elif meetings.get((company.pk, on.year)) not in (None, on):
            yield OTHER_DAY
        if on > timezone.now().date():
            yield AHEAD

    def take(*, rows, **given):
        new = [fields for fields in rows if fate(fields) == "new"]
        return take_in_past(campaign=campaign, rows=new, companies=companies, **given)

    context = {"campaign": campaign, "group": campaign.group, "outcomes": [(one, one.label) for one in OUTCOMES]}
    return answer_list(
        request, "shareholder/past_list.html", PastListForm, context, fate, take, to=("campaign", slug), given={},
        check=check,
    )  # fmt: skip


def _key(companies, fields):
    return companies[fields["company"]].pk, fields["meeting_on"].year, fields["title"]
