"""What is asked about a company's meeting, its filings at the SEC, and the policy of a season."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import LetterText, PlainText
from shareholder.forms.resolutions import day_field
from shareholder.states import MeetingKind
from shareholder.terms import COUNTRIES, country_name


class MeetingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    country = forms.ChoiceField(label=_("Whose rules apply"), choices=COUNTRIES)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    on = day_field(_("Day of the meeting"), required=False)
    last_on = day_field(_("Day of the annual meeting before"), required=False)
    released_on = day_field(
        _("Last proxy statement released to shareholders on"), required=False,
        help_text=_("The deadline is 120 days before the anniversary of this day."),
    )  # fmt: skip
    stated_on = day_field(
        _("Deadline that the company printed"), required=False, help_text=_("It wins over what is computed.")
    )
    stated_where = PlainText(label=_("Where it is printed"), max_length=300, required=False)
    definitive_on = day_field(_("Definitive proxy filed, or planned, on"), required=False)
    opens = forms.TimeField(label=_("Its office opens at"), required=False)
    closes = forms.TimeField(label=_("Its office closes at"), required=False)

    def __init__(self, *args, added, **kwargs):
        """added: codes of countries beside ours, for which the group has rules or meetings."""
        super().__init__(*args, **kwargs)
        more = sorted((country_name(code), code) for code in set(added) - dict(COUNTRIES).keys())
        self.fields["country"].choices = [*COUNTRIES, *((code, name) for name, code in more)]

    def clean(self):
        found = super().clean()
        on, year = found.get("on"), found.get("year")
        if on and year and abs(on.year - year) > 1:
            self.add_error("on", _("This day is far from that year."))
        if found.get("stated_on") and not found.get("stated_where"):
            self.add_error("stated_where", _("Say where it is printed."))
        return found


class EdgarForm(forms.Form):
    """EDGAR's list of one company's filings; cleans `file` to its bytes."""

    MOST_BYTES = 4 * 1024 * 1024  # the longest that was seen has a quarter of it

    file = forms.FileField(
        label=_("The company's submissions"),
        help_text=_("A file such as CIK0000000000.json, as data.sec.gov gives it. It is read here and not kept."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise ValidationError(_("This file is too large: at most 4 MB are read here."))
        return file.read()


class PolicyForm(forms.Form):
    season = forms.ChoiceField(label=_("Season"))
    status = PlainText(label=_("What the staff does"), max_length=100)
    note = LetterText(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    source = PlainText(label=_("Source"), max_length=300)

    def __init__(self, *args, seasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["season"].choices = [(season, season) for season in seasons]
