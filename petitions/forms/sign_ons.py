"""An organization as its representative gives it, and as the group writes it down."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize import mailbox
from organize.forms import CountryField, DayInput, LetterText
from petitions.forms.statements import EvidenceForm

NOWHERE = _("international, or not said")
MOST_ASSETS = 10**17  # whole units of a currency: more than there is


class Domain(forms.CharField):
    """The organization's own domain, as it is or out of an address of a website. Cleans to its canonical form."""

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return ""
        plain = typed.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
        found = mailbox.canonical_domain(plain.partition("/")[0])
        if found is None:
            raise ValidationError(_("Write a domain, such as dockers.example."))
        if mailbox.is_anybodys(found):
            raise ValidationError(_("Anybody can have a mailbox there, or beneath it: it is nobody’s own domain."))
        return found


class Money(forms.Form):
    """What an investor manages. The three belong together."""

    assets = forms.DecimalField(
        label=_("Assets under management"), min_value=1, max_value=MOST_ASSETS, decimal_places=0, required=False
    )
    assets_on = forms.DateField(label=_("On the day"), widget=DayInput, required=False)
    may_count = forms.BooleanField(
        label=_("They may be counted in a sum"),
        required=False,
        help_text=_(
            "The organizers read the number. Everybody else is shown a rounded sum of all, and only at set numbers of "
            "investors, never after a single one has joined. Whoever knows what the others manage can still guess at a "
            "very large newcomer."
        ),
    )

    def clean(self):
        found = super().clean()
        if found.get("assets") and not found.get("assets_on") and "assets_on" not in self.errors:
            self.add_error("assets_on", _("Say on which day you managed this much."))
        if not found.get("assets"):
            found |= {"assets": None, "assets_on": None, "may_count": False}
        return found


MONEY = tuple(Money.base_fields)


class WithMoney(Money):
    """A form whose three fields of money are there for investors only."""

    def __init__(self, *args, is_of_investors=False, currency="", **kwargs):
        super().__init__(*args, **kwargs)
        if is_of_investors:
            label = self.fields["assets"].label
            self.fields["assets"].label = _("%(label)s, in %(currency)s") % {"label": label, "currency": currency}
        else:
            for name in MONEY:
                del self.fields[name]

    def clean(self):
        return super().clean() if "assets" in self.fields else self.cleaned_data


class SignOnSaid(WithMoney):
    """What a representative says of the organization: all but the mailbox. It stands, hidden, beside the code."""

    name = LetterText(
        label=_("Name of the organization"), max_length=200, help_text=_("As it shall stand on the public list.")
    )
    country = CountryField(nowhere=NOWHERE, help_text=_("Shown beside the name."))
    part_of = LetterText(
        label=_("Part of a larger organization"),
        max_length=200,
        required=False,
        help_text=_("Its name, if that one signs as well. You are then listed beneath it."),
    )
    domain = Domain(
        label=_("The organization’s own domain"),
        max_length=300,
        help_text=_("Of its website and mail, such as dockers.example. It is not shown."),
    )
    representative = LetterText(
        label=_("Your name"), max_length=120, help_text=_("For the organizers. It is never public.")
    )
    role = LetterText(
        label=_("Your role there"), max_length=120, help_text=_("For the organizers. It is never public.")
    )
    may_sign = forms.BooleanField(
        label=_("The organization has decided to sign this text, and I may say so for it."),
        error_messages={"required": _("Tick this, or do not sign.")},
    )
    field_order = [
        "name",
        "country",
        "part_of",
        "domain",
        "representative",
        "role",
        "typed_address",
        *MONEY,
        "may_sign",
    ]

    def clean(self):
        found = super().clean()
        found.pop("may_sign", None)
        return found


class SignOnForm(SignOnSaid):
    """A representative asks to sign. No EmailField: what is no address is told by the action."""

    typed_address = forms.CharField(
        label=_("Your mailbox at that domain"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("A code is sent there. The mailbox shows that you can speak for the organization."),
    )


class OrganizationForm(forms.Form):
    """How an organization stands on the list. `others`: those it may stand beneath."""

    name = LetterText(label=_("Name of the organization"), max_length=200)
    country = CountryField(nowhere=NOWHERE)
    parent = forms.ModelChoiceField(
        queryset=None, label=_("Listed beneath"), required=False, empty_label=_("no other organization")
    )
    counted_with = forms.ModelChoiceField(
        queryset=None,
        label=_("Its assets are counted with"),
        required=False,
        empty_label=_("nobody: counted by themselves"),
        help_text=_("A manager or an owner on this list whose sum holds them already."),
    )

    def __init__(self, *args, parents, managers=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["parent"].label_from_instance = _named
        if managers is None:
            del self.fields["counted_with"]
        else:
            self.fields["counted_with"].queryset = managers
            self.fields["counted_with"].label_from_instance = _named


def _named(row):
    return row.name


class RecordForm(WithMoney, EvidenceForm):
    """An organization that an organizer has confirmed."""

    name = LetterText(label=_("Name of the organization"), max_length=200)
    country = CountryField(nowhere=NOWHERE)
    parent = forms.ModelChoiceField(
        queryset=None, label=_("Listed beneath"), required=False, empty_label=_("no other organization")
    )
    domain = Domain(
        label=_("The organization’s own domain"),
        max_length=300,
        required=False,
        help_text=_("With it, the organization can withdraw, and agree to a new text, without you."),
    )
    field_order = ["name", "country", "parent", "domain", *MONEY, "evidence"]

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["parent"].label_from_instance = _named


class OwnSaid(forms.Form):
    """A listed organization, chosen by its representative. It stands, hidden, beside the code."""

    sign_on = forms.ModelChoiceField(queryset=None, label=_("Your organization"), empty_label=_("choose it"))

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sign_on"].queryset = organizations
        self.fields["sign_on"].label_from_instance = _named


class OwnForm(OwnSaid):
    """The same and a mailbox on its domain: for withdrawing, and for agreeing to a new text."""

    typed_address = forms.CharField(
        label=_("Your mailbox at its domain"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("The domain with which the organization signed. A code is sent there."),
    )


class TypedCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        help_text=_("10 letters and digits, from the mail. Dashes and capitals do not matter."),
    )
