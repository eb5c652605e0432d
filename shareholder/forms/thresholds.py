"""What is asked about a law that a company has chosen to be under."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organize.forms import LetterText, PlainText
from organize.forms.facts import SourceLink
from shareholder.forms.resolutions import day_field
from shareholder.states import StateLaw


class ThresholdForm(forms.Form):
    law = forms.ChoiceField(label=_("Which law"), choices=StateLaw.choices, widget=forms.RadioSelect)
    says = LetterText(
        label=_("What it asks of whoever files"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As the company's own papers say: how much must be held, for how long, and whom one must ask."),
    )  # fmt: skip
    since_on = day_field(_("Chosen by the company on"), required=False)
    source = PlainText(label=_("Where that is printed"), max_length=300)
    source_url = SourceLink(label=_("Its address"))
