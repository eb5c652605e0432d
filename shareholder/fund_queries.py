"""Reads about how funds voted: what was kept, what waits to be confirmed, and what a filing is searched for."""

from collections import Counter
from datetime import timedelta

from django.db.models import Q

from shareholder.fund_states import FundCounts, FundReportState
from shareholder.models import FundReport, FundVote
from shareholder.readers import npx_match

LIKELY = 0.5  # from here on an item's words, or its number, are said to be those of the resolution
SHOWN = 100  # rows of one item that a page lists
FOUND_FOR, LOST_AFTER = timedelta(days=14), timedelta(days=1)


def reports_of(resolution):
    """Every filing that was uploaded for it, whatever became of it."""
    return list(resolution.fund_reports.exclude(state=FundReportState.ARRIVING).select_related("amended_by"))


def kept_reports_of(resolution):
    """Filings whose votes a person kept: what may be shown to everybody."""
    return list(resolution.fund_reports.filter(state=FundReportState.KEPT))


def filers_kept_twice(reports):
    """Names of filers of whom two filings count of which nobody said that one adds to the other."""
    seen = Counter(one.filer_cik or one.filer for one in reports if one.state == FundReportState.KEPT and not one.adds)
    return sorted({one.filer for one in reports if seen[one.filer_cik or one.filer] > 1})


def twins_of(report):
    """The other filings of the same filer about the same year that count now, those that add to another one last."""
    kept = FundReport.objects.filter(resolution=report.resolution_id, state=FundReportState.KEPT, period=report.period)
    same = Q(filer_cik=report.filer_cik) if report.filer_cik else Q(filer_cik="", filer=report.filer)
    return kept.filter(same).exclude(pk=report.pk).order_by("adds", "kept_on", "id")


def likely_count(report, twin):
    """What the two cover pages make likely; a person decides. Restated, or votes added: the cover of Form N-PX/A."""
    if twin.is_amendment and not report.is_amendment:
        return FundCounts.OLD
    kind = report.amendment.lower()
    adds = report.is_amendment and ("new" in kind or "add" in kind) and "restate" not in kind
    return FundCounts.BOTH if adds else FundCounts.NEW


def wanted_of(report):
    """What of the filing is looked for: rows about this company's meeting."""
    company, meeting = report.resolution.company, report.resolution.meeting
    return npx_match.Wanted(
        (company.name, *company.aliases), tuple(report.securities.split()), day=meeting.on, year=meeting.year
    )


def items_of(report):
    """[{"key", "description", "votes", "shown", "is_likely", "by_holders"}] of what was found, the likeliest first.

    key: the number of the item's first row. The likely ones are only put forward: a person says which item it is.
    """
    resolution = report.resolution
    titles = [resolution.title, *resolution.versions.exclude(title="").values_list("title", flat=True)[:1]]
    found = {}
    for vote in report.votes.all():
        found.setdefault(" ".join(vote.description.split()), []).append(vote)
    items = []
    for description, votes in found.items():
        likeness = npx_match.likeness(description, item=resolution.item_number, titles=titles)
        key = min(vote.number for vote in votes)
        items.append(
            {"key": str(key), "description": description, "votes": votes, "shown": votes[:SHOWN], "likeness": likeness,
             "is_likely": likeness >= LIKELY, "by_holders": any(vote.by_holders for vote in votes)}
        )  # fmt: skip
    return sorted(items, key=lambda item: (-item["likeness"], not item["by_holders"], int(item["key"])))


def securities_for(resolution):
    """The numbers that were looked for when a filing was last uploaded for a resolution at the same company."""
    older = FundReport.objects.filter(resolution__company=resolution.company_id).exclude(securities="")
    return older.order_by("-uploaded_on").values_list("securities", flat=True).first() or ""


def votes_kept(report):
    return FundVote.objects.filter(report=report)


def waiting_reports():
    return list(FundReport.objects.filter(state=FundReportState.WAITING).values_list("pk", flat=True))


def outdated_reports(at):
    """What nobody has confirmed for two weeks, and what never arrived whole."""
    open_states = [FundReportState.READ, FundReportState.FAILED]
    found = FundReport.objects.filter(state__in=open_states, uploaded_on__lt=at.date() - FOUND_FOR)
    lost = FundReport.objects.filter(state=FundReportState.ARRIVING, uploaded_on__lt=at.date() - LOST_AFTER)
    return [*found, *lost]
