"""The text of a letter: title, body, what it asks for, and whom it is written to."""

import re

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from organize.forms import LetterText, Lines

MOST_DEMANDS, MOST_ADDRESSEES = 40, 40
MORE_ROWS = 5
TYPED_NUMBER = re.compile(r"^(?:[-*•–](?:\s+|$))?(?:[0-9]{1,2}[.)]\s+)?")


class LetterForm(forms.Form):
    title = LetterText(
        label=_("Title"), max_length=200, help_text=_("What you ask for, in one line. It is the letter's headline.")
    )
    body = LetterText(
        label=_("The letter"),
        max_length=60_000,
        help_text=_("Markdown: an empty line begins a paragraph, *two stars* stress a word, ## begins a heading."),
        widget=forms.Textarea(attrs={"class": "letter-text", "rows": 18}),
    )
    demands = Lines(
        label=_("What you ask for"),
        most=MOST_DEMANDS,
        longest=1000,
        required=False,
        help_text=_("One demand a line. They are numbered for you."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )

    def clean_demands(self):
        """Numbers and dashes that were pasted along would be numbered a second time."""
        return [text for text in (TYPED_NUMBER.sub("", line) for line in self.cleaned_data["demands"]) if text]


class AddresseeForm(forms.Form):
    name = LetterText(label=_("Name"), max_length=200)
    title = LetterText(label=_("Title or office"), max_length=200, required=False)


class AnyRowMayBeEmpty(forms.BaseFormSet):
    """Rows left empty do not count, whether they were filled before or not."""

    def _construct_form(self, i, **options):
        form = super()._construct_form(i, **options)
        form.empty_permitted = True
        return form

    def rows(self):
        """[(name, title), …] of the rows that were filled in, in order."""
        return [(row["name"], row["title"]) for row in self.cleaned_data if row]

    def pairs(self):
        """The same of every row that could be taken, whatever is wrong with the others."""
        rows = [form.cleaned_data for form in self.forms if form.is_valid()]
        return [(row["name"], row["title"]) for row in rows if row]


Addressees = forms.formset_factory(
    AddresseeForm,
    formset=AnyRowMayBeEmpty,
    extra=0,
    max_num=MOST_ADDRESSEES,
    absolute_max=MOST_ADDRESSEES,
    validate_max=True,
)


def addressees(posted=None, filled=()):
    """The rows of addressees: as posted, or the `filled` (name, title) pairs with some empty rows after them."""
    if posted is not None:
        return Addressees(posted, prefix="to")
    empty = max(3 - len(filled), 1)
    rows = [{"name": name, "title": title} for name, title in filled] + [{}] * empty
    return Addressees(initial=rows, prefix="to")


def as_posted(*, title, body, demands, language, filled):
    """A letter that is kept, as its form would send it: demands as a list, `filled` as (name, title) pairs."""
    posted = QueryDict(mutable=True)
    posted.update({"title": title, "body": body, "demands": "\n".join(demands), "language": language})
    posted.update({"to-TOTAL_FORMS": str(max(len(filled) + 1, 3)), "to-INITIAL_FORMS": "0"})
    for number, (name, office) in enumerate(filled):
        posted.update({f"to-{number}-name": name, f"to-{number}-title": office})
    return posted


def with_more_rows(posted):
    """What was posted, with room for some more addressees."""
    posted = posted.copy()
    try:
        rows = int(posted.get("to-TOTAL_FORMS", ""))
    except ValueError:
        return posted
    posted["to-TOTAL_FORMS"] = str(max(0, min(rows + MORE_ROWS, MOST_ADDRESSEES)))
    return posted
