"""What is asked about a filing of a fund: its files, and later which of what was found is this resolution's."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import PlainText
from shareholder.forms.votes import ACCESSION
from shareholder.fund_states import FundCounts

MOST_BYTES, MOST_FILES = 30 * 1024 * 1024, 10
SECURITY = re.compile(r"[0-9A-Z]{8,12}")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several. Cleans to a list of them."""

    widget = FilesInput

    def clean(self, data, initial=None):
        one = super().clean
        given = data if isinstance(data, (list, tuple)) else [data]
        return [one(file, initial) for file in given or [None]]


class FundReportForm(forms.Form):
    files = Files(
        label=_("Files of one filing"),
        help_text=_(
            "The XML files of one Form N-PX, primary_doc.xml and the table of votes, or the whole submission as text: "
            "at most 30 MB together. Whoever runs this site can read larger ones with the command “manage.py funds”."
        ),
    )
    accession = forms.CharField(
        label=_("Accession number"), max_length=20, validators=[ACCESSION], strip=True,
        help_text=_("The SEC's number of the filing, such as 0000000000-26-000000. It is shown as the source."),
    )  # fmt: skip
    securities = forms.CharField(
        label=_("CUSIP or ISIN of the company's shares"), required=False, max_length=200,
        help_text=_("Several with spaces between them. Without one, the company is looked for by its names alone."),
    )  # fmt: skip
    filer = PlainText(
        label=_("Filer"), required=False, max_length=200, help_text=_("Only where the files have no cover page.")
    )

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise ValidationError(_("At most 10 files, please."))
        if sum(file.size for file in files) > MOST_BYTES:
            raise ValidationError(
                _("These files are too large: at most 30 MB together are read here. Ask whoever runs this site.")
            )
        return files

    def clean_securities(self):
        found = [one for one in re.split(r"[\s,;]+", self.cleaned_data["securities"].upper()) if one]
        if not all(SECURITY.fullmatch(one) for one in found):
            raise ValidationError(_("A CUSIP has nine letters and digits, an ISIN twelve."))
        return " ".join(found)


class FundVotesForm(forms.Form):
    """Which items are this resolution, and which rows are none of it after all. items: fund_queries.items_of."""

    items = forms.MultipleChoiceField(required=False)
    left_out = forms.MultipleChoiceField(required=False)

    counts = forms.ChoiceField(label=_("Which of the two counts"), choices=FundCounts.choices, widget=forms.RadioSelect)

    def __init__(self, *args, items, counts=None, **options):
        """counts: the likely one of FundCounts where the filer has another filing about the year."""
        super().__init__(*args, **options)
        if counts is None:
            del self.fields["counts"]
        else:
            self.fields["counts"].initial = counts
        self.fields["items"].choices = [(item["key"], item["key"]) for item in items]
        self.fields["left_out"].choices = [(str(vote.pk), "") for item in items for vote in item["votes"]]
