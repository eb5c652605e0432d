"""A joint statement's terms, its later texts, and lists of organizations."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import LetterText, PlainText, pasted
from petitions.actions.joint_statements import MOST_ARTICLES
from petitions.states import KeptContact, StatementKind


class StatementTermsForm(forms.Form):
    """How the roll is sorted and who signs. What the public was told already cannot be chosen any more."""

    kind = forms.ChoiceField(label=_("Who signs"), choices=StatementKind.choices, widget=forms.RadioSelect)
    currency = PlainText(
        label=_("Currency of the assets"),
        max_length=3,
        required=False,
        help_text=_("Only for investors: three letters, such as USD or EUR. All of them give their assets in it."),
    )
    articles = PlainText(
        label=_("Words that do not count in sorting"),
        max_length=200,
        required=False,
        help_text=_("At the beginning of a name, with spaces between them: the a an. Left empty, every word counts."),
    )
    contacts = forms.ChoiceField(
        label=_("How long you can read who asked for an organization"),
        choices=KeptContact.choices,
        widget=forms.RadioSelect,
        help_text=_("Name, role and mailbox are encrypted, only your group reads them, and then they are erased."),
    )
    FIXED = ("kind", "currency", "contacts")

    def __init__(self, data=None, *, statement, is_draft):
        initial = {name: getattr(statement, name) for name in self.base_fields}
        super().__init__(data, initial=initial | {"articles": " ".join(statement.articles)})
        if not is_draft:
            for name in self.FIXED:
                self.fields[name].disabled = True

    def clean_currency(self):
        currency = self.cleaned_data["currency"].upper()
        if currency and not re.fullmatch("[A-Z]{3}", currency):
            raise ValidationError(_("Three letters, such as USD or EUR."))
        return currency

    def clean_articles(self):
        words = self.cleaned_data["articles"].split()
        if len(words) > MOST_ARTICLES:
            raise ValidationError(_("These are too many words, or too long ones."))
        return words

    def clean(self):
        found = super().clean()
        if found.get("kind") == StatementKind.INVESTORS and found.get("currency") == "":
            self.add_error("currency", _("Say in which currency assets are given."))
        return found


class ProposeForm(forms.Form):
    why = LetterText(
        label=_("What changed, and why"),
        max_length=500,
        help_text=_("One line. Those who signed the text before read it, and everybody else too."),
    )


class EvidenceForm(forms.Form):
    evidence = LetterText(
        label=_("What shows that the organization agrees"),
        max_length=500,
        help_text=_(
            "A letter of its board and its day, a vote, a call back. Only your group reads it; no names, please."
        ),
    )


class KnownListForm(pasted.PastedForm):
    """Names one a line, or CSV with a heading."""

    evidence = LetterText(
        label=_("What shows that they agree"),
        max_length=500,
        required=False,
        help_text=_("Where and when they signed. Only your group reads it. You need it for taking them in."),
    )
    too_much = _("At most 300,000 characters, please.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("Text or CSV in UTF-8.")
        self.fields["text"].widget.attrs["rows"] = 14
        self.fields["text"].help_text = _(
            "One name a line, as it was pasted. Or CSV whose first line is name,country,domain,parent."
        )
