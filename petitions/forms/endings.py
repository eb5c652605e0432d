"""What ends a letter, or takes it a step from which there is no way back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organize.forms import DayInput, LetterText


class ReadForm(forms.Form):
    """For a page that says what will happen and asks for nothing more."""


class SureForm(forms.Form):
    """For steps that cannot be undone."""

    sure = forms.BooleanField(
        label=_("I have read what will happen, and I am sure."),
        error_messages={"required": _("Tick this first. It cannot be undone.")},
    )


class AnswerForm(forms.Form):
    answered_on = forms.DateField(label=_("Day of the answer"), widget=DayInput)
    answer = LetterText(
        label=_("The answer"),
        max_length=20_000,
        help_text=_("In the company's words or in yours. It is shown under the letter."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
