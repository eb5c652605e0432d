"""One field: a work address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    # No EmailField: what is no address is told by the action, in the words that the script's path gets too.
    mailbox = forms.CharField(
        max_length=300,
        label=_("Your work address"),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Type your work address.")},
    )
