"""The freeze: after it, nothing of the letter changes any more."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize.views.acting import acted
from petitions import access, desk_queries, pages
from petitions.actions import freezing
from petitions.forms import marks
from petitions.forms.endings import ReadForm
from petitions.forms.letters import as_posted
from petitions.letter_text import text_of
from petitions.views.desk import page
from petitions.views.steps import has_terms, without_key


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request, slug):
    """Show all that will be fixed for ever; then fix it."""
    letter = access.letter_to_edit(request.user, slug)
    form = ReadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if acted(form, freezing.freeze_letter, letter=letter, by=request.user, at=timezone.now()):
            return redirect("petitions-desk:letter-read", letter.slug)
    seats = desk_queries.seats(letter)
    title, html = pages.sheet(text_of(letter))
    words = desk_queries.words_of(letter)
    found = marks.look(as_posted(**words))
    missing = {
        "keys": without_key(seats),
        "codes": letter.issuer_spki is None,
        "terms": not has_terms(letter),
        "text": not words["body"] or not words["filled"],
    }
    return page(
        request,
        "letter_freeze",
        letter,
        form=form,
        seats=seats,
        title=title,
        html=html,
        missing=missing,
        marks={"found": found},
        is_missing=any(missing.values()),
        is_ready=not any(missing.values()) and not (found and found["refused"]),
    )
