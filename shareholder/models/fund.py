"""How funds voted, from their filings (Form N-PX): public facts, each with the number of the filing that says so."""

from django.conf import settings
from django.db import models

from organize.models.row import Row
from shareholder.fund_states import FundReportState, FundSays
from shareholder.models.resolution import Resolution
from shareholder.readers.npx_rows import date_of


def shares(**options):
    """A number of shares voted; some are fractions. Empty: the filing does not say how many."""
    return models.DecimalField(max_digits=21, decimal_places=6, **options)


class FundReport(Row):
    """One filing, read for one resolution. Its files are erased as soon as they are read.

    The totals are those of the votes that a person kept. What is not kept is erased with the choice, or after some
    days without one.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="fund_reports")
    state = models.CharField(max_length=8, choices=FundReportState, default=FundReportState.ARRIVING)
    accession = models.CharField(max_length=20)
    filer = models.CharField(max_length=200, blank=True)  # as its cover page says, else as it was typed
    filer_cik = models.CharField(max_length=10, blank=True)
    form = models.CharField(max_length=20, blank=True)  # "N-PX", "N-PX/A"
    amendment = models.CharField(max_length=60, blank=True)  # of which kind, as the cover page says
    period = models.CharField(max_length=10, blank=True)  # to which day it reports, as the cover page writes it
    securities = models.CharField(max_length=200, blank=True)  # CUSIPs and ISINs that were looked for
    sha256 = models.JSONField(default=list)  # of each file
    uploaded_on = models.DateField()
    tries = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)  # bytes read so far, for the progress bar
    rows = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)  # rows about the company's other meetings
    more = models.PositiveIntegerField(default=0)  # rows beyond the most that are looked at
    unread = models.JSONField(default=list)  # [{"number", "reason", "description"}]
    refused = models.CharField(max_length=200, blank=True)  # the reader's sentence
    funds = models.PositiveIntegerField(default=0)  # rows that were kept
    votes_for = shares(null=True)
    votes_against = shares(null=True)
    abstained = shares(null=True)
    withheld = shares(null=True)
    amended_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="amends")
    adds = models.BooleanField(default=False)  # somebody said that it adds votes to the filer's other filing
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kept_on = models.DateField(null=True)

    class Meta:
        ordering = ["filer", "period", "id"]
        constraints = [models.UniqueConstraint(fields=["resolution", "accession"], name="one_reading_a_filing")]

    @property
    def is_amendment(self):
        return self.form.endswith("/A")

    @property
    def period_on(self):
        """`period` as a date; None where the cover page writes no day."""
        return date_of(self.period) if self.period else None

    @property
    def address(self):
        """Where the SEC has the filing; "" where the filer's number is not known."""
        if not self.filer_cik:
            return ""
        return f"https://www.sec.gov/Archives/edgar/data/{int(self.filer_cik)}/{self.accession.replace('-', '')}/"


class FundVote(Row):
    """One row of a filing: how one fund, or one manager, voted on one item of the meeting."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(FundReport, on_delete=models.CASCADE, related_name="votes")
    number = models.PositiveIntegerField()  # of the row in the filing's files
    description = models.CharField(max_length=1000)  # of the item
    series = models.CharField(max_length=200, blank=True)
    by_holders = models.BooleanField(default=False)  # the filing says that holders proposed it
    by_name = models.BooleanField(default=False)  # found by the company's name, not by the number of its shares
    votes_for = shares(null=True)
    votes_against = shares(null=True)
    abstained = shares(null=True)
    withheld = shares(null=True)
    others = models.CharField(max_length=200, blank=True)  # other words for how it voted
    management = models.CharField(max_length=7, choices=FundSays, blank=True)

    class Meta:
        ordering = ["series", "number", "id"]
