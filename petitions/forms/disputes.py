"""A published name is disputed, and what the organizers answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organize.forms import PlainText
from petitions.actions.disputes import MOST_TEXT
from petitions.states import DisputeKind


class DisputeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=DisputeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = PlainText(
        label=_("In your own words"),
        max_length=MOST_TEXT,
        required=False,
        help_text=_("Only the organizers read it. Give no way to reach you that your employer could use."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(forms.Form):
    answer = PlainText(
        label=_("Why the name stays as it is"),
        max_length=MOST_TEXT,
        help_text=_("For your group's own record. Nobody can be told: a dispute holds no address."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
