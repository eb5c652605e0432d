"""A trustee's release file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.forms.uploads import LARGE, FileBytes


class ReleaseFileForm(forms.Form):
    file = FileBytes(label=_("Release file"), max_bytes=LARGE, is_text=False)
