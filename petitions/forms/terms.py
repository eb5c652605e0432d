"""The terms of a letter: the numbers and days that the freeze will fix for ever."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import DayInput, Domains, Lines
from petitions.small_groups import MOST_ITEM, MOST_ITEMS
from petitions.states import LetterState, PassMode
from petitions.terms import LARGEST, MOST_NOTICE_HOURS, MOST_TRUSTEES, default_margin, problems

MOST_TIERS = 10  # people have to choose among them


class Numbers(forms.CharField):
    """Whole numbers with commas or spaces between them. Cleans to an ascending list without repeats."""

    def prepare_value(self, value):
        return ", ".join(str(number) for number in value) if isinstance(value, (list, tuple)) else value

    def clean(self, value):
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        if not all(re.fullmatch(r"[0-9]{1,5}", part) for part in parts):
            raise ValidationError(_("Write whole numbers with commas between them, such as 25, 50, 100."))
        numbers = sorted({int(part) for part in parts})
        if not numbers or numbers[0] < 1 or numbers[-1] > LARGEST:
            raise ValidationError(_("Every tier is a number from 1 to 65534."))
        if len(numbers) > MOST_TIERS:
            raise ValidationError(_("At most ten tiers: people have to choose among them."))
        return numbers


class TermsForm(forms.Form):
    tiers = Numbers(label=_("Tiers"), max_length=120)
    margin = forms.IntegerField(label=_("Margin"), min_value=0, max_value=LARGEST, required=False)
    mode = forms.ChoiceField(
        label=_("Who may sign"), required=False, widget=forms.RadioSelect,
        choices=[
            (PassMode.CODE, _("Whoever holds a code on paper")),
            (PassMode.EMAIL, _("Whoever reads a work mailbox (weaker)")),
        ],
    )  # fmt: skip
    domains = Domains(label=_("Mail domains"), max_length=4000, required=False)
    offices = Lines(
        label=_("Offices"), most=MOST_ITEMS, longest=MOST_ITEM, required=False,
        help_text=_("One a line, each with many more than ten people. Left empty, people write their team."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    roles = Lines(
        label=_("Families of roles"), most=MOST_ITEMS, longest=MOST_ITEM, required=False,
        help_text=_("One a line, such as engineering, support, sales. Left empty, people write their title."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    count_public = forms.BooleanField(label=_("People who are named now count towards the tiers"), required=False)
    deliver_at = forms.IntegerField(label=_("Deliver at"), min_value=1, max_value=1_000_000)
    needed = forms.IntegerField(label=_("Trustees needed to open"), min_value=2, max_value=MOST_TRUSTEES)
    opens_on = forms.DateField(label=_("Opens on"), widget=DayInput)
    closes_on = forms.DateField(label=_("Last day to sign"), widget=DayInput)
    destroy_by = forms.DateField(label=_("Destroyed by"), widget=DayInput)
    notice_hours = forms.IntegerField(label=_("Hours of notice"), min_value=0, max_value=MOST_NOTICE_HOURS)

    def __init__(self, data=None, *, letter, seats):
        self.letter, self.seats = letter, seats
        super().__init__(data, initial={name: getattr(letter, name) for name in self.base_fields})

    def clean(self):
        found = super().clean()
        if found.get("tiers") and found.get("margin") is None and "margin" not in self.errors:
            found["margin"] = default_margin(found["tiers"])
        found["mode"] = found.get("mode") or PassMode.CODE  # what is not said stays the stronger way
        if found["mode"] == PassMode.CODE and "domains" not in self.errors:
            found["domains"] = []  # typed before the choice was taken back
        said = set(self.errors)
        lists = {name: found.get(name) or [] for name in ("domains", "offices", "roles")}
        terms = {name: found.get(name) for name in self.fields} | lists
        kept = {"batch_min": self.letter.batch_min, "batch_hours": self.letter.batch_hours}
        seats = None if self.letter.state == LetterState.DRAFT else self.seats
        for field, sentence in problems(**terms, **kept, seats=seats):
            if field not in said:  # one sentence a field, and the field's own comes first
                self.add_error(field if field in self.fields else None, sentence)
        return found
