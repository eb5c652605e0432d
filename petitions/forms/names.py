"""A published name that its owner disputes."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import PlainText
from petitions.sealing.encoding import hex_bytes
from petitions.sealing.errors import Malformed


class StrikeForm(forms.Form):
    leaf = forms.CharField(widget=forms.HiddenInput)
    reason = PlainText(
        label=_("Reason"),
        max_length=500,
        help_text=_("Public, beside the struck name. Do not repeat the name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_leaf(self):
        try:
            return hex_bytes(self.cleaned_data["leaf"], 32)
        except Malformed:
            raise ValidationError(_("Choose the name from the list.")) from None

    def clean_reason(self):
        return unicodedata.normalize("NFC", self.cleaned_data["reason"].replace("\r\n", "\n"))
