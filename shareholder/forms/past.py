"""A list of resolutions of past years with what came of them, as text (CSV): read, checked row by row."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import PlainText
from organize.forms.facts import SourceLink
from organize.forms.lists import ListForm
from shareholder.actions.past import OUTCOMES
from shareholder.forms.votes import ACCESSION, count
from shareholder.states import ResolutionState, TallySource

MOST_ROWS = 500
ISO = ("%Y-%m-%d",)  # "05/06/2024" is two days
COUNTS = ("votes_for", "votes_against", "abstentions", "broker_non_votes")
TWICE = _("The same resolution stands twice with different days, numbers or outcomes.")


class PastForm(forms.Form):
    """One row: a resolution at one meeting, with the counts of one class of shares, or of all together."""

    title = PlainText(max_length=200)
    company = PlainText(max_length=200)
    meeting_on = forms.DateField(input_formats=ISO)
    outcome = forms.ChoiceField(choices=[(one, one) for one in OUTCOMES], initial=ResolutionState.VOTED)
    item_number = PlainText(max_length=10, required=False)
    matter = PlainText(max_length=200, required=False)
    filed_on = forms.DateField(required=False, input_formats=ISO)
    share_class = PlainText(max_length=80, required=False)
    votes_for = count("", required=False)
    votes_against = count("", required=False)
    abstentions = count("", required=False)
    broker_non_votes = count("", required=False)
    source = forms.ChoiceField(choices=TallySource.choices, initial=TallySource.FORM_8K)
    source_url = SourceLink()
    accession = forms.CharField(required=False, max_length=20, validators=[ACCESSION])
    field_order = (
        "title company meeting_on outcome item_number matter filed_on share_class votes_for votes_against abstentions "
        "broker_non_votes source source_url accession"
    ).split()

    def clean(self):
        found = super().clean()
        told = [name for name in COUNTS if found.get(name) is not None]
        if found.get("outcome") == ResolutionState.VOTED:
            if not {"votes_for", "votes_against"} <= set(told):
                raise ValidationError(_("A vote needs its counts for and against."))
            if not found["votes_for"] + found["votes_against"]:
                raise ValidationError(_("A vote needs at least one share for or against."))
        elif told:
            raise ValidationError(_("What was not voted on has no counts."))
        days = [found.get("filed_on"), found.get("meeting_on")]
        if all(days) and days[0] > days[1]:
            raise ValidationError(_("It was filed before the meeting, not after it."))
        return found


class PastListForm(ListForm):
    row_form, once, is_whole = PastForm, ("company", "meeting_on", "title", "share_class"), True

    def clean(self):
        found = super().clean()
        rows = found["rows"]
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("At most 500 rows at once, please."))
        first = {}
        for row in rows:
            if row.fields:
                same = tuple(row.fields[name] for name in ("company", "meeting_on", "title"))
                rest = tuple(row.fields[name] for name in ("outcome", "item_number", "matter", "filed_on"))
                if first.setdefault(same, rest) != rest:
                    row.errors.append(TWICE)
        return found
