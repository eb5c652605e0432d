"""A text with demands and addressees as it is posted: for letters and for joint statements."""

from django.utils.translation import gettext_lazy as _

from petitions.forms import marks
from petitions.forms.letters import LetterForm, addressees, with_more_rows


def posted(request, kept=None):
    """(form, addressees, what is said of marks, whether it is to be saved) of a posted text.

    "more" asks for rows; "kept" says that the text to clean is the one that is kept already: kept() gives it as posted.
    """
    given, said, save = request.POST, None, False
    if "more" in given:
        given = with_more_rows(given)
    else:
        given, said, save = marks.weighed(given, kept() if kept is not None and "kept" in given else None)
    form, rows = LetterForm(given), addressees(given)
    if "more" in request.POST or "clean" in request.POST:
        form.full_clean()
        form.errors.clear()  # nothing is saved yet, so nothing is said yet
    return form, rows, said, save


def are_fine(form, rows):
    """Whether both can be taken; what is wrong with a row is said at the top as well."""
    if not rows.is_valid():
        form.add_error(None, _("One of the addressees needs another look."))
    return form.is_valid()


def written(form, rows):
    """What the actions take."""
    return form.cleaned_data | {"addressees": rows.rows()}
