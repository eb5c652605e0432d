"""Those who decide, who holds office there, and what they make or sell that a campaign is about."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organize.models.group import Group
from organize.models.row import AddressedRow, Row
from organize.models.sourced import source_is_https
from organize.states import CompanyKind, ContractKind


class Company(AddressedRow):
    """A company, or another that decides, that a group's campaigns are about."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="companies")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=12, choices=CompanyKind, default=CompanyKind.COMPANY)
    aliases = models.JSONField(default=list)  # other names it goes by
    domains = models.JSONField(default=list)  # of its mail, canonical ASCII
    ticker = models.CharField(max_length=12, blank=True)
    cik = models.CharField(max_length=10, blank=True)  # ten digits: its number at the SEC

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="company_named_once_per_group")]

    def __str__(self):
        return self.name


class Officeholder(Row):
    """A person in office there, for as long as it lasts."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="officeholders")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        ordering = [F("until_on").desc(nulls_first=True), "name", "id"]
        constraints = [
            models.CheckConstraint(
                name="officeholder_days_in_order",
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(from_on__lte=F("until_on")),
            )
        ]


class Contract(Row):
    """A contested product or contract: what, for whom, worth how much, and who says so."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contracts")
    kind = models.CharField(max_length=8, choices=ContractKind, default=ContractKind.CONTRACT)
    what = models.CharField(max_length=300)
    for_whom = models.CharField(max_length=200, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["what", "id"]
        constraints = [
            source_is_https("contract"),
            models.CheckConstraint(
                name="contract_days_in_order",
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(from_on__lte=F("until_on")),
            ),
            models.CheckConstraint(
                name="contract_value_has_a_currency", condition=Q(value__isnull=True) | ~Q(currency="")
            ),
        ]
