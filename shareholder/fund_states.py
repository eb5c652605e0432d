"""The life of an uploaded filing about how funds voted, as data (states.py says how)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FundReportState(TextChoices):
    """A filing about how funds voted: uploaded, read by a job, and what is about the meeting kept by a person."""

    ARRIVING = "arriving", _("arriving")
    WAITING = "waiting", _("being read")
    READ = "read", _("read: somebody must say which item it is")
    KEPT = "kept", _("kept")
    AMENDED = "amended", _("amended by another filing")
    FAILED = "failed", _("not read")


F = FundReportState
FUND_REPORT_MOVES = {
    "upload fund report": (frozenset({F.ARRIVING}), F.WAITING),
    "read fund report": (frozenset({F.WAITING}), F.READ),
    "refuse fund report": (frozenset({F.WAITING}), F.FAILED),
    "keep fund votes": (frozenset({F.READ}), F.KEPT),
    "amend fund votes": (frozenset({F.KEPT}), F.AMENDED),
    "count fund votes again": (frozenset({F.AMENDED}), F.KEPT),  # what amended it was taken away
}


class FundCounts(TextChoices):
    """What becomes of two filings of one filer about one year."""

    NEW = "new", _("This filing counts in its place: it states the votes anew")
    BOTH = "both", _("Both count: this filing only adds votes")
    OLD = "old", _("The other one goes on counting: it amends this filing")


class FundSays(TextChoices):
    """What the company's management recommended, as a filing says."""

    FOR = "for", _("for")
    AGAINST = "against", _("against")
    NONE = "none", _("no recommendation")
