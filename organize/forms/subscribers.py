"""Asking for updates: a mailbox, then the code that was mailed to it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SubscribeForm(forms.Form):
    # No EmailField: what is no address is told by the action.
    mailbox = forms.CharField(
        max_length=300,
        label=_("Your mailbox"),
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type your mail address.")},
        help_text=_(
            "A private one, not your employer's: the mails name this page. This site can read it, to write to you, and "
            "so could whoever breaks in there; nothing connects it with any letter or signature."
        ),
    )


class TypedCodeForm(forms.Form):
    code = forms.CharField(
        max_length=60,
        label=_("Code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        help_text=_("10 letters and digits, from the mail. Dashes and capitals do not matter."),
    )
