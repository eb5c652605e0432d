"""What a rule of another country says: how its day is counted, which holders it lets propose, and who says so."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import CountryField, PlainText
from shareholder.forms.resolutions import day_field
from shareholder.rule_states import Counting
from shareholder.terms import RULE_NUMBERS

MOST_DAYS = 1000
EXACT = ("percent", "motion_percent", "amount", "nominal", "paid_up_each")  # may have a fraction
OF_EVERY_RULE = ("percent", "amount", "nominal", "members", "paid_up_each", "aggregated", "held_months", "held_days",
                 "words")  # fmt: skip
NEEDED = {Counting.CLEAR_DAYS: ("days",), Counting.ANNIVERSARY: ("first_days", "last_days")}


def _days(label):
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_DAYS, required=False)


class Percents(PlainText):
    """Whole percentages with commas between them. Cleans to a list of numbers."""

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value

    def clean(self, value):
        parts = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and int(part) <= 100 for part in parts) or len(parts) not in (
            0,
            3,
        ):
            raise ValidationError(_("Write three whole numbers with commas between them, such as 3, 6, 10."))
        return [int(part) for part in parts]


def _number(name):
    """The field of one of RULE_NUMBERS."""
    label = RULE_NUMBERS[name]
    if name == "aggregated":
        return forms.BooleanField(label=label, required=False)
    if name == "thresholds":
        return Percents(label=label, max_length=20, required=False)
    if name not in EXACT:
        return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, required=False)
    most = 100 if name.endswith("percent") else None
    return forms.DecimalField(
        label=label, min_value=0, max_value=most, max_digits=15, decimal_places=3, required=False,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip


def _kept(value):
    """What stands in the row: whole numbers, lists and True as they are, other numbers as exact text."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class SayForm(forms.Form):
    title = PlainText(
        label=_("What it says, in one line"), max_length=300,
        help_text=_("Who may propose what, and until when."),
    )  # fmt: skip
    cite = PlainText(label=_("Law and section"), max_length=200)
    counted = forms.ChoiceField(
        label=_("How the last day of receipt is counted"), widget=forms.RadioSelect, required=False,
        choices=[*Counting.choices, ("", _("This rule fixes no such day"))],
    )  # fmt: skip
    days = _days(_("Clear days before the meeting"))
    first_days = _days(_("Days before the anniversary: the first day"))
    last_days = _days(_("Days before the anniversary: the last day"))
    starts = day_field(_("In force for meetings from"))
    source = PlainText(
        label=_("Where you have it from"), max_length=300,
        help_text=_("It counts as unverified until somebody says that it was compared with the law."),
    )  # fmt: skip

    def __init__(self, *args, names=(), **kwargs):
        """names: those of RULE_NUMBERS that this rule has beside those that every rule may have."""
        super().__init__(*args, **kwargs)
        self.names = [name for name in RULE_NUMBERS if name in {*OF_EVERY_RULE, *names}]
        for name in self.names:
            self.fields[name] = _number(name)
        rest = [name for name in self.fields if name not in (*self.names, "starts", "source")]
        self.order_fields(["country", *rest, *self.names, "starts", "source"])

    def clean(self):
        found = super().clean()
        needed = NEEDED.get(found.get("counted"), ())
        for name in ("days", "first_days", "last_days"):
            if name in needed and found.get(name) is None and name not in self.errors:
                self.add_error(name, _("How many?"))
            elif name not in needed:
                found[name] = None
        first, last = found.get("first_days"), found.get("last_days")
        if first is not None and last is not None and first < last:
            self.add_error("last_days", _("The last day is nearer to the anniversary than the first."))
        given = {name: found.pop(name, None) for name in self.names}
        found["numbers"] = {name: _kept(value) for name, value in given.items() if value not in (None, False, [])}
        return found


class NewRuleForm(SayForm):
    country = CountryField(nowhere=_("choose one"), required=True)
    field_order = ["country"]

    def clean_country(self):
        if self.cleaned_data["country"] == "US":
            raise ValidationError(_("The rules of the United States are not written here."))
        return self.cleaned_data["country"]


class EditRuleForm(SayForm):
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


class CheckForm(forms.Form):
    source = PlainText(
        label=_("What you have compared it with"), max_length=300,
        help_text=_("The text of the law with the day of its version, or counsel’s answer. It is shown with the rule."),
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
