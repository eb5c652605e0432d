"""The numbers and days that the freeze fixes."""

from django.contrib.auth.decorators import login_required
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize.views.acting import acted
from petitions import access, queries
from petitions.actions import letters
from petitions.forms.terms import TermsForm
from petitions.terms import default_margin
from petitions.views.desk import go_on, page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request, slug):
    """Tiers, margin, when to deliver, trustees needed, days and notice."""
    letter = access.letter_to_edit(request.user, slug)
    form = TermsForm(request.POST or None, letter=letter, seats=len(queries.trustees_of(letter)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"batch_hours": letter.batch_hours, "by": request.user, "at": timezone.now()}
        if acted(form, letters.set_terms, letter=letter, **given):
            return go_on(request, letter, "petitions-desk:trustee-seat")
    return page(request, "letter_terms", letter, form=form, suggestion=default_margin(letter.tiers))
