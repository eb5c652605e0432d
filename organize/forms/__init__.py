"""Form fields that more than one app needs."""

import re
import unicodedata
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organize import countries, mailbox, marks, queries, roles
from organize.marks import hidden_marks


class CountryField(forms.ChoiceField):
    """A country, or none, which `nowhere` names. Its 250 choices are made for a page that shows them, and not for each
    form that is taken.
    """

    def __init__(self, *, nowhere, **options):
        options = {"required": False, "label": _("Country")} | options
        super().__init__(choices=lambda: [("", nowhere), *countries.choices()], **options)

    def valid_value(self, value):
        return value in countries.names()


class PlainText(forms.CharField):
    """A line or a text in which every mark can be seen."""

    def hidden(self, value):
        """(line, column, name) of each mark that this field refuses."""
        return hidden_marks(value)

    def clean(self, value):
        value = super().clean(value)
        found = self.hidden(value)
        if found:
            line, column, name = found[0]
            raise ValidationError(
                _("There is a mark that cannot be seen in line %(line)s, character %(column)s (%(name)s). Remove it."),
                params={"line": line, "column": column, "name": name.lower()},
            )
        return value


class LetterText(PlainText):
    """Text as it will be frozen: NFC, one kind of line end, no hidden marks. Spaces that typography needs may stay."""

    def hidden(self, value):
        found = [mark for mark in marks.find(value) if mark.kind in marks.REFUSED]
        return [(*marks.place(value, mark.start), marks.name_of(value[mark.start :])) for mark in found]

    def to_python(self, value):
        value = super().to_python(value)
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


class Lines(LetterText):
    """One item a line; empty lines do not count. Cleans to a list of text."""

    widget = forms.Textarea

    def __init__(self, *, most, longest, **options):
        self.most, self.longest = most, longest
        super().__init__(**options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value):
        items = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if len(items) > self.most:
            raise ValidationError(_("At most %(most)s lines, please."), params={"most": self.most})
        for number, item in enumerate(items, start=1):
            if len(item) > self.longest:
                raise ValidationError(
                    _("Line %(number)s is longer than %(longest)s characters."),
                    params={"number": number, "longest": self.longest},
                )
        return items


class Domains(forms.CharField):
    """Mail domains with commas or spaces between them. Cleans to a sorted list of canonical ones."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value):
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        found = [mailbox.canonical_domain(part) for part in parts]
        if None in found:
            raise ValidationError(_("Write domains with commas between them, such as meridian.example."))
        return sorted(set(found))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class GroupForm(forms.Form):
    name = PlainText(
        label=_("Name of the group"),
        max_length=120,
        help_text=_("Only its members see it. It never appears on a letter."),
    )


class PseudonymField(PlainText):
    """What somebody goes by in their groups. Nothing that could be taken for a mailbox."""

    def __init__(self):
        super().__init__(
            label=_("Name shown to your groups"),
            max_length=80,
            required=False,
            help_text=_("A pseudonym is enough. While it is set, no member sees your mailbox."),
        )

    def clean(self, value):
        value = super().clean(value)
        if "@" in value:
            raise ValidationError(_("A name that looks like a mailbox could be taken for somebody else's."))
        return value


class AccountForm(forms.Form):
    pseudonym = PseudonymField()
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())],
        help_text=_("In which the desk tells you the time. Nobody else sees it."),
    )


class NewcomerForm(forms.Form):
    pseudonym = PseudonymField()


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, format_lazy("{}: {}", label, roles.SAYS[role])) for role, label in roles.LABELS.items()],
        widget=forms.RadioSelect,
    )


class InviteForm(RoleForm):
    mailbox = forms.EmailField(
        label=_("Mailbox"),
        max_length=254,
        help_text=_("A private one: nothing about this group belongs in an employer's mail."),
    )
    field_order = ["mailbox", "role"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        help_text=_("16 letters and digits, from the mail. Dashes and capitals do not matter."),
    )


class CompanyForm(forms.Form):
    name = PlainText(
        label=_("Name of the company"),
        max_length=200,
        help_text=_("As the letter will call it, for example “Meridian Systems”."),
    )


class CopyForm(forms.Form):
    title = PlainText(label=_("Title of the new campaign"), max_length=200)


class CampaignForm(forms.Form):
    """A campaign of `group`; the company is one of that group's."""

    title = PlainText(
        label=_("Title"),
        max_length=200,
        help_text=_("What you want to happen, in one line. Only your group sees it."),
    )
    company = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Company"), empty_label=_("no single company")
    )
    summary = PlainText(
        label=_("Summary"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For members who join later: what happened so far, and what you are asking for."),
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = queries.companies_of(group)


class NewCampaignForm(CampaignForm):
    """The same for a new one: a company that the group has not named yet is named along the way."""

    new_company = PlainText(
        label=_("Or a company your group has not named yet"),
        max_length=200,
        required=False,
        help_text=_("As the letter will call it, for example “Meridian Systems”."),
    )
    field_order = ["title", "company", "new_company", "summary"]

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, group=group, **kwargs)
        if not self.fields["company"].queryset.exists():
            self.fields["new_company"].label = _("Company")
            self.fields["company"].widget = forms.HiddenInput()  # a list of none

    def clean(self):
        found = super().clean()
        if found.get("company") and found.get("new_company"):
            self.add_error("new_company", _("Choose one, or name a new one: not both."))
        return found
