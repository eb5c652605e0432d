"""What is asked about a talk with the company."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organize.forms import LetterText, PlainText
from shareholder.actions.talks import NO_WORDS
from shareholder.forms.notes import no_holding
from shareholder.forms.resolutions import day_field
from shareholder.talk_states import Audience, Confidence, TalkPart


class TalkForm(forms.Form):
    on = day_field(_("On"))
    with_whom = forms.MultipleChoiceField(
        label=_("Who took part"), choices=TalkPart.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("By role. Write nobody's name here or below."),
    )  # fmt: skip
    confidence = forms.ChoiceField(
        label=_("What was agreed about it"), choices=Confidence.choices, widget=forms.RadioSelect
    )
    audience = forms.ChoiceField(
        label=_("Who may read this entry"), choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.LEAD
    )
    summary = LetterText(
        label=_("What was said"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only what you need later. Write no number of shares here."), validators=[no_holding],
    )  # fmt: skip
    asks = LetterText(
        label=_("What was asked for"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        validators=[no_holding],
    )  # fmt: skip
    follow_up = PlainText(label=_("What is to be done next"), max_length=300, required=False, validators=[no_holding])
    follow_up_on = day_field(
        _("By"),
        required=False,
        help_text=_("From two weeks before this day on it is on the desk of those who work on it."),
    )

    def clean(self):
        found = super().clean()
        if found.get("confidence") == Confidence.OFF:
            for name in ("summary", "asks", "follow_up"):
                if found.get(name):
                    self.add_error(name, NO_WORDS)
        if found.get("follow_up") and not found.get("follow_up_on"):
            self.add_error("follow_up_on", _("Say by when."))
        return found
