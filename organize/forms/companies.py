"""Those who decide: what is known of them, who holds office, what is contested."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import DayInput, Domains, Lines, PlainText
from organize.forms.facts import SourceLink
from organize.states import CompanyKind, ContractKind


class Days(forms.Form):
    """From one day until another, both as far as they are known."""

    from_on = forms.DateField(label=_("From"), widget=DayInput, required=False)
    until_on = forms.DateField(label=_("Until"), widget=DayInput, required=False)

    def clean(self):
        found = super().clean()
        first, last = found.get("from_on"), found.get("until_on")
        if first and last and last < first:
            raise ValidationError(_("The last day comes after the first."))
        return found


class DescribeForm(forms.Form):
    """All that a company's row says; also what one row of a list is checked with."""

    name = PlainText(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=CompanyKind.choices, initial=CompanyKind.COMPANY)
    aliases = Lines(
        label=_("Other names"),
        most=20,
        longest=200,
        required=False,
        help_text=_("One a line: former names, short forms, parents and daughters."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    domains = Domains(
        label=_("Mail domains"),
        max_length=2000,
        required=False,
        help_text=_("What its work addresses end in, with commas between them."),
    )
    ticker = PlainText(label=_("Ticker"), max_length=12, required=False)
    cik = PlainText(
        label=_("Number at the SEC (CIK)"),
        max_length=10,
        required=False,
        help_text=_("Up to ten digits, for companies that file in the United States."),
    )

    def clean_ticker(self):
        ticker = self.cleaned_data["ticker"].upper()
        if ticker and not re.fullmatch(r"[A-Z0-9][A-Z0-9.\-]{0,11}", ticker):
            raise ValidationError(_("A ticker has letters, digits, points and hyphens."))
        return ticker

    def clean_cik(self):
        cik = self.cleaned_data["cik"]
        if cik and not re.fullmatch(r"[0-9]{1,10}", cik):
            raise ValidationError(_("Up to ten digits, and nothing else."))
        return cik.zfill(10) if cik else ""


class OfficeholderForm(Days):
    name = PlainText(label=_("Name"), max_length=200)
    title = PlainText(label=_("Title or office"), max_length=200, required=False)
    field_order = ["name", "title", "from_on", "until_on"]


class ContractForm(Days):
    kind = forms.ChoiceField(label=_("What it is"), choices=ContractKind.choices, initial=ContractKind.CONTRACT)
    what = PlainText(label=_("What is made or sold"), max_length=300)
    for_whom = PlainText(label=_("For whom"), max_length=200, required=False)
    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=2, min_value=0, required=False)
    currency = PlainText(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as USD or EUR.")
    )
    source = PlainText(
        label=_("Source"), max_length=300, help_text=_("Who says so, and where: a newspaper and its day, a register.")
    )
    source_url = SourceLink(label=_("Address of the source"), help_text=_("It begins with https."))
    field_order = "kind what for_whom value currency from_on until_on source source_url".split()

    def clean_currency(self):
        currency = self.cleaned_data["currency"].upper()
        if currency and not re.fullmatch(r"[A-Z]{3}", currency):
            raise ValidationError(_("Three letters, such as USD or EUR."))
        return currency

    def clean(self):
        found = super().clean()
        if found.get("value") is not None and found.get("currency") == "":
            self.add_error("currency", _("Say in which currency."))
        return found
