"""What is asked about a copy of everything that one may read of resolutions."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    form = forms.ChoiceField(
        label=_("As"), widget=forms.RadioSelect, initial="csv",
        choices=[("csv", _("a table for a spreadsheet (CSV): a line for each resolution")),
                 ("json", _("everything (JSON), with texts, steps, counts, and filers where you may read them"))],
    )  # fmt: skip
    with_words = forms.BooleanField(
        label=_("With the words of talks with companies"), required=False,
        help_text=_("Only in JSON. Without this tick a talk is a day: a file travels further than you think."),
    )  # fmt: skip
