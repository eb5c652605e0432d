"""A law beside Rule 14a-8 that a company has chosen to be under: a public fact that a group writes down."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organize.views.acting import answered
from shareholder import company_access, queries
from shareholder.actions import thresholds
from shareholder.forms.thresholds import ThresholdForm

FIELDS = ("law", "says", "since_on", "source", "source_url")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, slug):
    company = company_access.company_to_meet(request.user, slug)
    known = queries.threshold_of(company)
    before = {name: getattr(known, name) for name in FIELDS} if known else {}
    context = {"company": company, "group": company.group, "threshold": known}
    return answered(
        request, "shareholder/threshold_write.html", ThresholdForm(request.POST or None, initial=before),
        thresholds.write_threshold, company=company, to=("company", slug), context=context,
    )  # fmt: skip


@login_required
@require_POST
def remove(request, slug):
    threshold = company_access.threshold_to_remove(request.user, slug)
    thresholds.remove_threshold(threshold=threshold, by=request.user, at=timezone.now())
    return redirect("company", slug)
