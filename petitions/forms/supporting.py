"""What a supporter fills in. The same form stands on the petition's page and, hidden, beside the code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organize.forms import CountryField
from petitions import name_rules, names
from petitions.actions.supporting import Said, mails_updates, organizations


class SaidForm(forms.Form):
    """Everything but the mailbox."""

    name = forms.CharField(
        max_length=120,
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Write your name.")},
    )
    country = CountryField(nowhere=_("I would rather not say"))
    public = forms.BooleanField(
        required=False,
        label=_("Show my name publicly"),
        help_text=_("Everybody can then read your name and country on this site. Otherwise you are only counted."),
    )

    def __init__(self, *args, petition, **kwargs):
        super().__init__(*args, **kwargs)
        self.asking = organizations(petition)
        for at, name in enumerate(self.asking):
            own = at == 0 and petition.offers_updates
            by_site = own and mails_updates(petition)
            self.fields[f"updates-{at}"] = forms.BooleanField(
                required=False,
                label=_("%(organization)s may write to me") % {"organization": name},
                help_text=self._means(own, by_site, name),
            )

    @staticmethod
    def _means(own, by_site, name):
        if by_site:
            return _(
                "Updates about this campaign, mailed by this site. For that it keeps your address encrypted with a key "
                "of its own, until you leave: one press in any of the mails. The key holders may write to you as well."
            )
        if own:
            return _(
                "Updates about this campaign. Your address goes, sealed, to the key holders, who may write to you; "
                "this site cannot read it."
            )
        return _(
            "The key holders pass your name and address on to %(organization)s. You leave its list with that "
            "organization, not here."
        ) % {"organization": name}

    def clean_name(self):
        name = name_rules.tidy(self.cleaned_data["name"])
        if fault := name_rules.fault_of_name(name):
            raise forms.ValidationError(names.SENTENCES[fault])
        return name

    def said(self):
        found = self.cleaned_data
        updates = [at for at in range(len(self.asking)) if found[f"updates-{at}"]]
        return Said(found["name"], found["country"], found["public"], updates)


class MailboxForm(forms.Form):
    # No EmailField: what is no address is told by the action, for every road in the same words.
    mailbox = forms.CharField(
        max_length=300,
        label=_("Your mail address"),
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=_("A code is mailed to it. It never becomes public."),
        error_messages={"required": _("Type your mail address.")},
    )


class SupportForm(SaidForm, MailboxForm):
    """The whole form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "mailbox", "country", "public"])


class TypedForm(forms.Form):
    code = forms.CharField(
        max_length=60,
        label=_("Code from your mail"),
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "one-time-code", "autocapitalize": "characters",
                   "spellcheck": "false"}
        ),
        help_text=_("10 letters and digits. Dashes, spaces and capitals do not matter."),
        error_messages={"required": _("Type the code from your mail.")},
    )  # fmt: skip
