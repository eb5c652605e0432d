"""What every recorded fact is asked for: when, as exactly as the source says, and who says so."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from organize.forms import LetterText, PlainText
from organize.states import Grain

PARTS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
GRAINS = {1: Grain.YEAR, 2: Grain.MONTH, 3: Grain.DAY}


class PartialDay(forms.CharField):
    """A day, month or year. Cleans to (the first day of it, Grain); takes the same as its initial value."""

    def __init__(self, **options):
        options.setdefault("help_text", _("As exactly as you know it: 2020-06-11, or 2020-06, or 2020."))
        super().__init__(max_length=10, **options)

    def prepare_value(self, value):
        if not isinstance(value, tuple):
            return value
        on, grain = value
        return on.isoformat()[: {Grain.YEAR: 4, Grain.MONTH: 7, Grain.DAY: 10}[grain]]

    def clean(self, value):
        found = PARTS.fullmatch(super().clean(value))
        wrong = ValidationError(_("Write a day, a month or a year, such as 2020-06-11, 2020-06 or 2020."))
        if found is None:
            raise wrong
        parts = [int(part) for part in found.groups() if part]
        try:
            return datetime.date(*(parts + [1, 1])[:3]), GRAINS[len(parts)]
        except ValueError:
            raise wrong from None


class SourceLink(forms.URLField):
    """An address that begins with https, or nothing: what stands in a link on a public page."""

    default_validators = [URLValidator(schemes=["https"])]

    def __init__(self, **options):
        super().__init__(assume_scheme="https", max_length=500, required=False, **options)


class SourcedForm(forms.Form):
    """When, what, and who says so. Cleans `on` to the day, and adds `grain`."""

    on = PartialDay(label=_("When"))
    text = LetterText(
        label=_("What happened"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words. Everybody can read it once the campaign is public."),
    )
    source = PlainText(
        label=_("Source"), max_length=300, help_text=_("Who says so, and where: a newspaper and its day, a statement.")
    )
    source_url = SourceLink(label=_("Address of the source"), help_text=_("It begins with https."))

    def clean(self):
        found = super().clean()
        if "on" in found:
            found["on"], found["grain"] = found["on"]
        return found


def facts_of(row):
    """A Sourced row as initial values of a SourcedForm."""
    return {"on": (row.on, row.grain), "text": row.text, "source": row.source, "source_url": row.source_url}
