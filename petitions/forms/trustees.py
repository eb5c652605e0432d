"""Seats, and the files that trustees' tools write."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import PlainText
from petitions.forms.uploads import FileOrText
from petitions.states import TrusteeWay


class Printed(PlainText):
    """One line that goes into the manifest: NFC, every character printable."""

    def to_python(self, value):
        value = unicodedata.normalize("NFC", super().to_python(value))
        if not value.isprintable():
            raise ValidationError(_("This must be one line of plain text."))
        return value


class SeatForm(forms.Form):
    name = Printed(
        label=_("Name"),
        max_length=120,
        help_text=_("Public. Their own tool has the last word on how it is spelt: Ana Ruiz, lawyer."),
    )
    contact = Printed(
        label=_("How to reach them"), max_length=200, help_text=_("Public: an address, a mailbox or a telephone.")
    )
    url = Printed(
        label=_("Where they publish the fingerprint"),
        max_length=200,
        help_text=_("A page that the trustee controls, and neither you nor this site."),
    )

    def clean_url(self):
        url = self.cleaned_data["url"]
        if not url.startswith("https://") or " " in url:
            raise ValidationError(_("Write the whole address, beginning with https://."))
        return url


class KeyForm(FileOrText):
    way = forms.ChoiceField(
        label=_("Which tool did they use?"), choices=TrusteeWay, initial=TrusteeWay.TOOL, widget=forms.RadioSelect
    )


class ApprovalForm(FileOrText):
    """The signed approval of this exact letter."""


class DestructionForm(FileOrText):
    """The signed statement that a letter key was destroyed."""
