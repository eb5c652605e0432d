"""What is asked about filers: a place for one, its steps, and on a filer's own pages papers, holding and band."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import PlainText
from shareholder import queries
from shareholder.forms.notes import NoteField
from shareholder.forms.resolutions import day_field
from shareholder.states import Band, Document, FilingRole, Part
from shareholder.terms import STEPS


class InviteForm(forms.Form):
    goes_by = PlainText(
        label=_("Investor"),
        max_length=200,
        help_text=_("The name as its letters have it: an organization or a person."),
    )
    role = forms.ChoiceField(label=_("It takes part as"), choices=FilingRole.choices, widget=forms.RadioSelect)


class FilingStepForm(forms.Form):
    verb = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    on = day_field(_("On"))
    document = forms.ChoiceField(label=_("The paper that shows it"), choices=Document.choices, required=False)
    defects = NoteField(label=_("The defects, as the notice names them"))
    note = NoteField(help_text=_("Those who work on the resolution read it. Write no number of shares here."))

    def __init__(self, *args, verbs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(verb, STEPS[verb]) for verb in verbs]
        if "notice defects" not in verbs:
            del self.fields["defects"]


class SeatForm(forms.Form):
    user = forms.ModelChoiceField(queryset=None, label=_("Who"))
    part = forms.ChoiceField(
        label=_("As"), choices=[(Part.COORDINATOR, Part.COORDINATOR.label), (Part.COUNSEL, Part.COUNSEL.label)]
    )

    def __init__(self, *args, resolution, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = queries.people_without_seat(resolution)
        self.fields["user"].label_from_instance = lambda user: user.goes_by


class PlaceCodeForm(forms.Form):
    code = PlainText(label=_("Code"), max_length=60, help_text=_("16 letters and digits, from whoever coordinates."))


class MailCodeForm(forms.Form):
    code = PlainText(label=_("Code from the mail"), max_length=60, help_text=_("10 letters and digits."))


class NewFilerForm(PlaceCodeForm):
    """For whoever is signed out."""

    mailbox = forms.EmailField(
        label=_("Your mailbox"), max_length=254,
        help_text=_("A code is mailed to it, and you sign in with it later. Use a private one, not your employer's."),
    )  # fmt: skip

    def clean_mailbox(self):
        return self.cleaned_data["mailbox"].strip().lower()


class BandForm(forms.Form):
    band = forms.ChoiceField(
        label=_("Your holding lies at"), choices=Band.choices, required=False, widget=forms.RadioSelect
    )


class PapersForm(forms.Form):
    """Ticks with days, and times to meet; nothing that says how much is held."""

    representative = PlainText(
        label=_("Representative"), max_length=200, required=False,
        help_text=_("Whoever acts for you. The same person may not stand behind two proposals at one meeting."),
    )  # fmt: skip
    authorised_on = day_field(_("Authorisation of the representative signed on"), required=False)
    intent_on = day_field(_("Statement of intent to hold signed on"), required=False)
    available_on = day_field(_("Statement of availability signed on"), required=False)
    proof_on = day_field(_("Letter of the record holder in your hands since"), required=False)
    slots = forms.CharField(
        label=_("Times to meet the company"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, such as 2026-12-14 10:30, in the local time of the company's main office. "
                    "Co-filers see those of the lead filer, because they offer the same ones."),
    )  # fmt: skip

    def clean_slots(self):
        found = []
        for line in self.cleaned_data["slots"].splitlines():
            if not line.strip():
                continue
            try:
                slot = datetime.datetime.strptime(line.strip().replace("T", " "), "%Y-%m-%d %H:%M")  # noqa: DTZ007
            except ValueError:
                raise ValidationError(_("Write each time as 2026-12-14 10:30, one a line.")) from None
            found.append(slot.strftime("%Y-%m-%dT%H:%M"))
        if len(found) > 20:
            raise ValidationError(_("At most 20 times, please."))
        return sorted(set(found))


THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")  # elsewhere a comma may be a decimal one: 40,5 is not 405


class LotsField(forms.CharField):
    """Lines of a day and a number. Cleans to [(day, text of the number)]; its sentences repeat nothing of them."""

    widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **options):
        super().__init__(max_length=10_000, **options)

    def clean(self, value):
        found = []
        for line in super().clean(value).splitlines():
            parts = line.split()
            if not parts:
                continue
            if len(parts) != 2:
                raise ValidationError(_("Write a day and a number on each line, such as 2023-05-02 40."))
            if "," in parts[1] and not THOUSANDS.fullmatch(parts[1]):
                raise ValidationError(_("Write parts of a share with a point, such as 40.5, and thousands as 1,250."))
            try:
                found.append((datetime.date.fromisoformat(parts[0].rstrip(",")), parts[1].replace(",", "")))
            except ValueError:
                raise ValidationError(_("Write days as 2023-05-02.")) from None
        return found


class HoldingForm(forms.Form):
    """Everything here is computed with and forgotten, except what the last tick keeps: the tier and the day."""

    submitted = day_field(_("Day of submission"), help_text=_("The holding must reach up to and including this day."))
    bought = LotsField(label=_("Purchases"), help_text=_("One a line: the day and the number of shares."))
    sold = LotsField(label=_("Sales"), required=False, help_text=_("One a line, likewise."))
    high_price = forms.CharField(
        label=_("Highest price in the 60 days before"), max_length=20,
        help_text=_("The highest selling price in dollars, not the highest close."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    keep = forms.BooleanField(
        label=_("Keep the tier and today's date"), required=False,
        help_text=_("Others then see yes or no. Without this tick nothing at all is kept."),
    )  # fmt: skip


LACKS = {
    "no_lead": _("Nobody leads now, and the letter names the lead filer. Wait until there is one."),
    "no_times": _("Without times to meet the statement is a defect. Write yours down on the page of papers first, "
                  "or wait for those of the lead filer."),
}  # fmt: skip


class LetterForm(forms.Form):
    """What stands on a letter. It is typeset at once and kept nowhere."""

    letter = forms.ChoiceField(
        label=_("Which letter"), widget=forms.RadioSelect,
        choices=[("authorisation", _("Authorisation of a representative")), ("intent", _("Intent to hold")),
                 ("availability", _("Availability to meet")), ("cofiling", _("Co-filing")),
                 ("packet", _("All your letters, in one file"))],
    )  # fmt: skip
    place = PlainText(label=_("Place"), max_length=100, required=False)
    on = day_field(_("Date of the letter"))
    sender = PlainText(
        label=_("Your name and address"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    recipient = PlainText(
        label=_("The company's secretary and address"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = PlainText(
        label=_("How the company reaches you"), max_length=300, required=False,
        help_text=_("A telephone number or a mail address. The company may hand out or print what you write."),
    )  # fmt: skip
    representative = PlainText(label=_("Representative"), max_length=300, required=False)
    topic = PlainText(label=_("Topic of the proposal"), max_length=300)
    signatory = PlainText(label=_("Who signs, with the office they hold"), max_length=200)

    def __init__(self, *args, lacks, **kwargs):
        """lacks: of documents.lacks."""
        super().__init__(*args, **kwargs)
        self.lacks = lacks

    def clean(self):
        found = super().clean()
        if found.get("letter") == "authorisation" and not found.get("representative"):
            self.add_error("representative", _("Name the representative."))
        if lack := self.lacks.get(found.get("letter")):
            self.add_error("letter", LACKS[lack])
        return found
