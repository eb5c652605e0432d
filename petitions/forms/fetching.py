"""The signed request with which a trustee fetches the sealed envelopes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from petitions.sealing.encoding import load_json
from petitions.sealing.errors import SealingError

MOST = 2000


class FetchForm(forms.Form):
    """`cleaned_data["text"]` is {trustee, day, signature} as text; whether it is true is asked elsewhere."""

    text = forms.CharField(
        label=_("The request that the trustee's page made"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"class": "raw", "rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Paste the request that the trustee's page made.")},
    )

    def clean_text(self):
        try:
            found = load_json(self.cleaned_data["text"].encode(), MOST)
        except (SealingError, UnicodeEncodeError):
            found = None
        if not isinstance(found, dict) or set(found) != {"trustee", "day", "signature"}:
            raise ValidationError(_("This is not the request that the trustee's page made. Copy all of it."))
        return {name: str(value) for name, value in found.items()}

    def refuse(self):
        """Say on the form that the signature is not one that opens this door today."""
        self.add_error(
            "text", _("Only a trustee of this letter can fetch its sealed envelopes, with a request made today.")
        )
