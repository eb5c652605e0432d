"""What is asked about one's own calendar feed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    busy = forms.BooleanField(
        label=_("Say only “Busy”"), required=False,
        help_text=_("Otherwise each entry has the company's name. Neither has a word of a resolution."),
    )  # fmt: skip
