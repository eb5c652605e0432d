"""What is asked about a vote: its raw counts, or the report that they are read from."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from organize.forms import DayInput, PlainText
from organize.forms.facts import SourceLink
from shareholder.states import EstimateKind, TallySource

MOST_BYTES = 2 * 1024 * 1024  # the longest report of votes that was seen has a fifth of it
MOST = 10**15
ACCESSION = RegexValidator(r"^\d{10}-\d{2}-\d{6}$", _("An accession number looks like 0000000000-26-000000."))


def count(label, **options):
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, localize=False, **options)


class TallyForm(forms.Form):
    voted_on = forms.DateField(label=_("Day of the vote"), widget=DayInput)
    votes_for = count(_("For"))
    votes_against = count(_("Against"))
    abstentions = count(_("Abstentions"), required=False, help_text=_("Empty where none are printed."))
    broker_non_votes = count(_("Broker non-votes"), required=False, help_text=_("Empty where none are printed."))
    share_class = PlainText(
        label=_("Class of shares"), max_length=80, required=False, help_text=_("Empty for all classes together.")
    )
    source = forms.ChoiceField(label=_("Source"), choices=TallySource.choices)
    source_url = SourceLink(label=_("Its address"))
    accession = forms.CharField(
        label=_("Accession number"), required=False, max_length=20, validators=[ACCESSION], strip=True
    )
    sha256 = forms.CharField(
        required=False, widget=forms.HiddenInput, validators=[RegexValidator(r"^[0-9a-f]{64}$")], strip=True
    )
    quote = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class ComparedForm(forms.Form):
    """Which of the counts that wait somebody has compared with their sources."""

    tallies = forms.ModelMultipleChoiceField(
        queryset=None, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you have compared."),
                        "invalid_choice": _("Some of these wait no more. Look at the list again.")},
    )  # fmt: skip

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tallies"].queryset = waiting


class EstimateForm(forms.Form):
    """What somebody says the vote was without insiders: one number, and who says so."""

    kind = forms.ChoiceField(label=_("What is stated"), choices=EstimateKind.choices, widget=forms.RadioSelect)
    insider_votes = count(
        _("Votes of insiders"), required=False,
        help_text=_("All are taken to be against. Only what is public: an owner's own report, the proxy statement."),
    )  # fmt: skip
    percent = forms.DecimalField(
        label=_("Published percentage"), required=False, min_value=0, max_value=100, decimal_places=2, localize=False
    )
    basis = PlainText(
        label=_("Whose votes are left out, and how that is known"), max_length=300,
        help_text=_("Such as: without the founder's 16 %, from the proxy statement."),
    )  # fmt: skip
    on = forms.DateField(label=_("Stated on"), widget=DayInput)
    source = PlainText(label=_("Who says so"), max_length=300)
    source_url = SourceLink(label=_("Its address"))

    def clean(self):
        found = super().clean()
        name = "insider_votes" if found.get("kind") == EstimateKind.INSIDERS else "percent"
        if found.get("kind") and found.get(name) is None and name not in self.errors:
            self.add_error(name, _("Give this number."))
        return found


class ReportForm(forms.Form):
    """A report of a vote; cleans `file` to its bytes."""

    file = forms.FileField(
        label=_("Form 8-K"),
        help_text=_("As HTML or text, or the whole submission. It is read here and not kept; its fingerprint is."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large: at most 2 MB are read here."))
        return file.read()
