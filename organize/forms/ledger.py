"""What a campaign's public page is made of: its story, responses, commitments, updates."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize import queries
from organize.forms import DayInput, LetterText
from organize.forms.facts import SourcedForm
from organize.states import COMMITMENT_MOVES, VERDICTS, ResponseKind


class TellForm(forms.Form):
    headline = LetterText(
        label=_("Headline"), max_length=200, help_text=_("What everybody sees first: what you want, from whom.")
    )
    story = LetterText(
        label=_("The story"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "letter-text"}),
        help_text=_("Markdown: an empty line begins a paragraph, *two stars* stress a word, ## begins a heading."),
    )


class OfCompany(SourcedForm):
    """A fact about one of the companies of the campaign's group; the campaign's own is chosen already."""

    company = forms.ModelChoiceField(queryset=None, label=_("Who"), empty_label=None)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = queries.companies_of(campaign.group)
        self.fields["company"].initial = campaign.company_id


class ResponseForm(OfCompany):
    kind = forms.ChoiceField(label=_("What it was"), choices=ResponseKind.choices)
    field_order = ["company", "kind", "on", "text", "source", "source_url"]


class CommitmentForm(OfCompany):
    """`demands`: [(key, text)] that it can be linked to. Cleans `demand` to the text and adds `demand_id`."""

    due_on = forms.DateField(
        label=_("Due"),
        widget=DayInput,
        required=False,
        help_text=_("The last day that was named. The day after, it stands on your desk as overdue."),
    )
    demand = forms.ChoiceField(label=_("The demand it answers"), required=False)
    field_order = ["company", "on", "text", "due_on", "demand", "source", "source_url"]

    def __init__(self, *args, demands, **kwargs):
        super().__init__(*args, **kwargs)
        self.demands = {str(key): text for key, text in demands}
        self.fields["demand"].choices = [("", _("none of them")), *self.demands.items()]
        self.fields["text"].label, self.fields["text"].required = _("What was promised"), True
        self.fields["on"].label = _("When it was promised")

    def clean(self):
        found = super().clean()
        key = found.get("demand", "")
        found["demand_id"], found["demand"] = key or None, self.demands.get(key, "")
        return found


class VerdictForm(SourcedForm):
    """What became of `commitment`: only what its state allows can be chosen."""

    verb = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)
    due_on = forms.DateField(
        label=_("The day that is promised now"),
        widget=DayInput,
        required=False,
        help_text=_("Only for a later day."),
    )
    field_order = ["verb", "due_on", "on", "text", "source", "source_url"]

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = [verb for verb in VERDICTS if commitment.state in COMMITMENT_MOVES[verb][0]]
        self.fields["verb"].choices = [(verb, VERDICTS[verb]) for verb in allowed]
        self.fields["text"].label, self.fields["text"].required = _("What shows it"), True
        if "extend" not in allowed:
            del self.fields["due_on"]

    def clean(self):
        found = super().clean()
        if found.get("verb") == "extend" and not found.get("due_on"):
            raise ValidationError(_("Give the day that is promised now."))
        if found.get("verb") != "extend":
            found.pop("due_on", None)
        return found


class UpdateForm(forms.Form):
    title = LetterText(label=_("Title"), max_length=200)
    body = LetterText(
        label=_("Text"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "letter-text"}),
        help_text=_("Markdown, as in the story. It can be changed until you publish it."),
    )
