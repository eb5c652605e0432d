"""What is asked about a resolution: its name and meeting, its words, and each step with its day."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import DayInput, LetterText, PlainText
from organize.forms.facts import SourceLink
from shareholder import queries
from shareholder.forms.notes import NO_SHARES, NoteField, no_holding
from shareholder.rulebook import rules
from shareholder.states import CHALLENGE_MOVES, ChallengeKind, Document, Rung, Stance
from shareholder.terms import ENDS, VERBS


def day_field(label, **options):
    return forms.DateField(label=label, widget=DayInput, **options)


class CreateForm(forms.Form):
    title = PlainText(
        label=_("A short name for it"), max_length=200, help_text=_("For people. The proposal has a title of its own.")
    )
    company = forms.ModelChoiceField(queryset=None, label=_("Company"), empty_label=None)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = queries.companies_of_group(campaign.group)
        self.fields["company"].initial = campaign.company_id


class EditForm(forms.Form):
    title = PlainText(label=_("A short name for it"), max_length=200)
    meeting = forms.ModelChoiceField(
        queryset=None, label=_("Meeting"), required=False, empty_label=_("not known yet"),
        help_text=_("Every deadline follows from the meeting's days."),
    )  # fmt: skip
    signup_ends_on = day_field(
        _("Last day for co-filers"), required=False, help_text=_("Two weeks before the deadline, at the latest.")
    )
    planned_on = day_field(
        _("It is to be sent on"), required=False,
        help_text=_("Filers then see which times to meet the company they can offer."),
    )  # fmt: skip
    listed = forms.BooleanField(
        label=_("The campaign's public page tells of it once it is filed"), required=False,
        help_text=_("Its name, company, state and days, the text that was filed, and the vote; never who files."),
    )  # fmt: skip

    def __init__(self, *args, resolution, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        field.queryset = queries.meetings_of(resolution.company)
        field.label_from_instance = lambda row: f"{row.get_kind_display()} {row.year}"
        for name in ("title", "listed"):  # what the group's public page says is the group's to say
            self.fields[name].disabled = not resolution.may_be_told


class LineageForm(forms.Form):
    title = PlainText(
        label=_("The matter"), max_length=200, required=False,
        help_text=_("Proposals with the same words here count as one matter. That is your judgement, and you are "
                    "named for it to those who work on the resolution. Empty: it is linked to none."),
    )  # fmt: skip

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known


class TextForm(forms.Form):
    title = LetterText(label=_("Title"), max_length=300, required=False)
    body = LetterText(
        label=_("Resolved clause and supporting statement"), max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18, "class": "letter-text"}),
    )  # fmt: skip
    notes = LetterText(
        label=_("Footnotes, and words in graphics"), max_length=5_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("They count as well."),
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=30_000)


class RevisionForm(TextForm):
    """A text that takes the place of one that was filed."""

    on = day_field(_("Sent to the company on"))
    is_condition = forms.BooleanField(
        label=_("The staff has made this revision a condition"), required=False,
        help_text=_("The company's opposing statement is then due five days after it gets the new text."),
    )  # fmt: skip
    received_on = day_field(
        _("The company received it on"), required=False, help_text=_("Empty: on the day on which it was sent.")
    )
    is_taken = forms.BooleanField(
        label=_("The company takes it in place of the filed text"), required=False,
        help_text=_("After the deadline it may refuse. Until this is ticked, the filed text is the one shown."),
    )  # fmt: skip

    def __init__(self, *args, challenged=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not challenged:  # only an answer to the company's notice makes conditions
            del self.fields["is_condition"], self.fields["received_on"]


class StepForm(forms.Form):
    """One step of those in `verbs`."""

    verb = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    on = day_field(_("On"), help_text=_("Days in the past are normal: what is odd about one is told, not forbidden."))
    document = forms.ChoiceField(label=_("The paper that shows it"), choices=Document.choices, required=False)
    note = NoteField(
        help_text=_("Those who work on the resolution and its co-filers read it. Write no number of shares here.")
    )
    item_number = PlainText(label=_("Number on the ballot"), max_length=10, required=False)
    board_says = forms.ChoiceField(
        label=_("The board recommends"), choices=[("", _("nothing")), *Stance.choices], required=False
    )
    meeting_on = day_field(_("New day of the meeting"), required=False)
    rung = forms.ChoiceField(
        label=_("The next step that is taken"), choices=[("", "–"), *Rung.choices], required=False,
        help_text=_("After a missed promise, the mildest first."),
    )  # fmt: skip

    def __init__(self, *args, verbs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(verb, VERBS[verb]) for verb in verbs]
        if "put on ballot" not in verbs:
            del self.fields["item_number"], self.fields["board_says"]
        if "postpone meeting" not in verbs:
            del self.fields["meeting_on"]
        if "escalate" not in verbs:
            del self.fields["rung"]

    def clean(self):
        found = super().clean()
        if found.get("verb") == "postpone meeting" and not found.get("meeting_on"):
            raise ValidationError(_("Give the new day of the meeting."))
        if found.get("verb") == "escalate" and not found.get("rung"):
            self.add_error("rung", _("Say which step is taken."))
        return found


class ChallengeForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the company sent"), choices=ChallengeKind.choices, widget=forms.RadioSelect)
    bases = forms.MultipleChoiceField(label=_("On which bases"), widget=forms.CheckboxSelectMultiple)
    on = day_field(_("Day of the notice"))
    definitive_on = day_field(_("When it plans to file its definitive proxy"), required=False)
    note = NoteField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bases"].choices = [
            (basis["id"], f"({basis['id'][0]})({basis['id'][1:]}) {basis['title']}" if basis["id"][1:] else
             f"({basis['id']}) {basis['title']}")
            for basis in rules.ours().bases
        ]  # fmt: skip


class EndForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("How it ended"), widget=forms.RadioSelect, choices=[(verb, ENDS[verb]) for verb in CHALLENGE_MOVES]
    )
    on = day_field(_("On"))
    note = NoteField()


MOST_PROMISES = 4


class WithdrawForm(forms.Form):
    """Why it is withdrawn, and what the company promised for it: up to MOST_PROMISES commitments."""

    kind = forms.ChoiceField(
        label=_("Why"), widget=forms.RadioSelect,
        choices=[("commitments", _("For commitments of the company")),
                 ("tactical", _("For another reason: it would be left out, another came first, an error"))],
    )  # fmt: skip
    on = day_field(_("On"))
    note = NoteField()
    source = PlainText(label=_("Where the commitments are written"), max_length=300, required=False)
    source_url = SourceLink(label=_("Address of that"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PROMISES + 1):
            self.fields[f"text{number}"] = LetterText(
                label=_("Commitment, in the company's words"), max_length=4000, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"due{number}"] = day_field(_("Due"), required=False)

    def clean(self):
        found = super().clean()
        rows = [(found.get(f"text{n}", ""), found.get(f"due{n}")) for n in range(1, MOST_PROMISES + 1)]
        found["promised"] = [(text, due) for text, due in rows if text]
        if found.get("kind") == "commitments" and not found.get("source"):
            self.add_error("source", _("Say where they are written."))
        return found


class SolicitationForm(forms.Form):
    """The question on which a notice to the SEC hangs. Neither answer is kept."""

    more = forms.ChoiceField(
        label=_("Does whoever sends it hold more than $5 million of this class of shares?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No, or I don't know"))],
        help_text=_("Each sender answers for itself: holdings of several are not added up here."),
    )  # fmt: skip
    first_on = day_field(_("First sent to shareholders on, or planned for"), required=False)


class OwnIntentionForm(forms.Form):
    """How a filer says that it will vote itself."""

    stance = forms.ChoiceField(label=_("You will vote"), choices=Stance.choices, widget=forms.RadioSelect)
    why = LetterText(
        label=_("Your reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_SHARES, validators=[no_holding],
    )  # fmt: skip
    on = day_field(_("Decided on"))


class IntentionForm(forms.Form):
    investor = PlainText(label=_("Investor"), max_length=200)
    stance = forms.ChoiceField(label=_("It says that it will vote"), choices=Stance.choices, widget=forms.RadioSelect)
    why = LetterText(
        label=_("Its reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_SHARES, validators=[no_holding],
    )  # fmt: skip
    on = day_field(_("Said on"))
    listed = forms.BooleanField(
        label=_("The investor has made this public itself"), required=False,
        help_text=_("Only then the public page may show it."),
    )  # fmt: skip

    def __init__(self, *args, is_told, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["listed"].disabled = not is_told  # what the group's public page says is the group's to say
