"""Writing a public petition, opening it, its key holders, and what is looked for among names."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import DayInput, LetterText, Lines
from petitions.actions.petitions import MOST_PARTNERS
from petitions.petition_states import NameState
from petitions.sealing import contacts


class PetitionForm(forms.Form):
    title = LetterText(label=_("Title"), max_length=200, help_text=_("What you ask for, in one line."))
    addressee = LetterText(label=_("To whom"), max_length=200, required=False)
    body = LetterText(
        label=_("The text"),
        max_length=60_000,
        help_text=_("Markdown: an empty line begins a paragraph, *two stars* stress a word, ## begins a heading."),
        widget=forms.Textarea(attrs={"class": "letter-text", "rows": 14}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    publisher = LetterText(
        label=_("Who asks"), max_length=120, help_text=_("The name under which the public knows you.")
    )
    first_goal = forms.IntegerField(
        label=_("First goal"), min_value=10, max_value=10_000_000, initial=100,
        help_text=_("When it is reached the next one is set, by itself."),
    )  # fmt: skip
    offers_updates = forms.BooleanField(
        label=_("Ask whether you may write to supporters"), required=False, initial=True
    )
    partners = Lines(
        label=_("Other organizations that ask the same"), most=MOST_PARTNERS, longest=80, required=False,
        help_text=_("One a line. Each gets a box of its own, unticked."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    looks_first = forms.BooleanField(
        label=_("Public names wait until somebody of us has looked at them"), required=False
    )


class OpenForm(forms.Form):
    closes_on = forms.DateField(label=_("Last day to sign"), widget=DayInput)
    erase_on = forms.DateField(
        label=_("Day of erasure"), widget=DayInput,
        help_text=_("Everything about people is then erased here. People are told this day before they sign."),
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("Text, keys and days are right. They cannot be changed once it is open."),
        error_messages={"required": _("Tick this first. It cannot be undone.")},
    )


class HolderForm(forms.Form):
    file = forms.FileField(label=_("Public key file"), required=False)
    text = forms.CharField(
        label=_("Or its text"), required=False, max_length=contacts.MOST_KEY_FILE,
        widget=forms.Textarea(attrs={"class": "raw", "rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip

    def clean(self):
        found = super().clean()
        file, text = found.get("file"), found.get("text")
        if bool(file) == bool(text):
            raise ValidationError(_("Choose the file, or paste its text: one of the two."))
        if file and file.size > contacts.MOST_KEY_FILE:
            raise ValidationError(_("This is not the public file of a key to contacts."))
        found["content"] = file.read() if file else text.encode()
        return found


class FindForm(forms.Form):
    """Which names the desk looks at. Sent as a form: a name has no place in an address."""

    state = forms.ChoiceField(
        label=_("Names"),
        choices=[
            (NameState.WAITING, _("that wait")), (NameState.SHOWN, _("that are shown")),
            (NameState.HIDDEN, _("that are hidden")),
        ],
    )  # fmt: skip
    begins = forms.CharField(label=_("that begin with"), max_length=80, required=False)


class ChosenForm(FindForm):
    """The names that were ticked, and what is to become of them."""

    keys = forms.TypedMultipleChoiceField(
        coerce=str, required=True, error_messages={"required": _("Tick a name first.")}
    )
    verb = forms.ChoiceField(choices=[("show name", _("Show")), ("hide name", _("Hide"))])

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(str(key), "") for key in offered]
