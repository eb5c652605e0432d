"""The text that the offline page made."""

import base64
import binascii

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST = 20_000  # a signature for seven trustees is 9,554 bytes: 12,740 characters, and their line ends


class PasteForm(forms.Form):
    """`cleaned_data["text"]` holds the bytes; `kind` says what they are. `lengths`: number of bytes -> kind."""

    text = forms.CharField(
        label=_("The text that the offline page made"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"class": "raw", "rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Paste the text that the offline page made.")},
    )

    def __init__(self, data=None, *, lengths=None):
        super().__init__(data)
        self.lengths, self.kind = lengths or {}, None

    def clean_text(self):
        try:
            raw = base64.b64decode("".join(self.cleaned_data["text"].split()), validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError(_("This is not the text that the offline page made. Copy all of it.")) from None
        self.kind = self.lengths.get(len(raw))
        if self.kind is None:
            sentence = _("A part of the text is missing, or it was made for another letter. Copy all of it.")
            raise ValidationError(sentence)
        return raw
