"""A letter in another language."""

from django import forms
from django.utils.translation import get_language_info, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from petitions.forms.letters import MOST_DEMANDS, LetterText, Lines


class TranslationForm(forms.Form):
    """`demands`: how many the letter has; a translation has exactly as many. `language`: of what is typed here."""

    title = LetterText(label=_("Title"), max_length=200)
    body = LetterText(
        label=_("The letter"), max_length=60_000, widget=forms.Textarea(attrs={"class": "letter-text", "rows": 18})
    )
    demands = Lines(
        label=_("What you ask for"),
        most=MOST_DEMANDS,
        longest=1000,
        help_text=_("One demand a line, in the order of the letter."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, demands, language, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # not the form: its labels are the interface's
            field.widget.attrs |= {"lang": language, "dir": "rtl" if get_language_info(language)["bidi"] else "ltr"}
        self.wanted = demands
        if not demands:
            del self.fields["demands"]

    def clean_demands(self):
        lines = self.cleaned_data["demands"]
        if len(lines) != self.wanted:
            raise forms.ValidationError(
                ngettext_lazy(
                    "The letter asks for %(wanted)s thing; here are %(found)s lines.",
                    "The letter asks for %(wanted)s things; here are %(found)s lines.",
                    self.wanted,
                )
                % {"wanted": self.wanted, "found": len(lines)}
            )
        return lines
