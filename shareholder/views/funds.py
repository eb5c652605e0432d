"""How funds voted, from their filings: uploaded, read by a job with progress, and kept as a person confirms it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import limits
from organize.middleware import large_body
from organize.views.acting import acted, answered
from shareholder import access, fund_queries
from shareholder.actions import funds
from shareholder.forms.funds import FundReportForm, FundVotesForm
from shareholder.fund_states import FundReportState

DONE = frozenset({FundReportState.KEPT, FundReportState.AMENDED})


@login_required
@require_safe
def of_resolution(request, slug):
    """What was kept, by filer; for whoever works on it also what is being read or waits."""
    row = access.resolution_to_read(request.user, slug)
    works = bool(row.parts & access.WORKING)
    reports = fund_queries.reports_of(row)
    context = {
        "resolution": row,
        "works": works,
        "kept": [one for one in reports if one.state == FundReportState.KEPT],
        "amended": [one for one in reports if one.state == FundReportState.AMENDED],
        "others": [one for one in reports if one.state not in DONE] if works else [],
        "twice": fund_queries.filers_kept_twice(reports),
    }
    return render(request, "shareholder/fund_list.html", context)


@large_body
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, slug):
    """The files of one filing. They are read by a job, and erased."""
    row = access.resolution_to_work_on(request.user, slug)
    before = {"securities": fund_queries.securities_for(row)}
    form = FundReportForm(request.POST or None, request.FILES or None, initial=before)
    if request.method == "POST":
        limits.allow("report", request)
        if form.is_valid():
            given = form.cleaned_data | {"resolution": row, "by": request.user, "at": timezone.now()}
            made = acted(form, funds.upload_fund_report, **given)
            if made:
                return redirect("shareholder:fund-report-read", slug, made.pk)
    status = getattr(form, "status", 422) if form.errors else 200
    return render(request, "shareholder/fund_report_upload.html", {"resolution": row, "form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read(request, slug, pk):
    """One filing: how far it is, what was found for a person to choose from, or what was kept."""
    report = access.fund_report_to_judge(request.user, slug, pk)
    items = fund_queries.items_of(report) if report.state == FundReportState.READ else []
    twin = fund_queries.twins_of(report).first() if items else None
    counts = fund_queries.likely_count(report, twin) if twin else None
    form = FundVotesForm(request.POST or None, items=items, counts=counts)
    context = {
        "twin": twin,
        "resolution": report.resolution,
        "report": report,
        "items": items,
        "names": [report.resolution.company.name, *report.resolution.company.aliases],
        "votes": fund_queries.votes_kept(report) if report.state in DONE else [],
    }
    return answered(
        request, "shareholder/fund_report_read.html", form, funds.keep_fund_votes, report=report,
        to=("shareholder:fund-list", slug), context=context,
    )  # fmt: skip


@login_required
@require_POST
def drop(request, slug, pk):
    report = access.fund_report_to_judge(request.user, slug, pk)
    funds.drop_fund_report(report=report, by=request.user, at=timezone.now())
    return redirect("shareholder:fund-list", slug)
