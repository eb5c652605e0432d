"""How many codes, or the leaves of codes that were made somewhere else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.forms.uploads import FileBytes

MOST_CODES = 5000  # one printed page holds about 24; more are made offline


class NumberForm(forms.Form):
    number = forms.IntegerField(label=_("How many codes?"), min_value=1, max_value=MOST_CODES)


class LeavesForm(forms.Form):
    file = FileBytes(label=_("The file of leaves"), max_bytes=4 * 1024 * 1024)
