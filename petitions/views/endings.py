"""Steps without a way back. Each page says what will happen; only the form on it makes it happen."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize.views.acting import acted
from petitions import access, queries
from petitions.actions import endings, letters, life
from petitions.forms.endings import AnswerForm, ReadForm, SureForm
from petitions.views.desk import page


def _ending(request, slug, template, action, form_class=SureForm, door=access.letter_to_edit):
    """A page to read, perhaps a box to tick, then `action`, for which `door` may ask for more than the page does."""
    letter = (door if request.method == "POST" else access.letter_to_edit)(request.user, slug)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if acted(form, action, letter=letter, by=request.user, at=timezone.now()):
            return redirect("petitions-desk:letter-read", letter.slug)
    checkpoint = queries.last_checkpoint(letter)
    return page(request, template, letter, form=form, checkpoint=checkpoint)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request, slug):
    """End the taking of signatures before the day that was set."""
    return _ending(request, slug, "letter_close", life.close_letter)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, slug):
    return _ending(request, slug, "letter_cancel", endings.cancel_letter, door=access.letter_to_erase)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request, slug):
    """Record that the letter was handed over."""
    return _ending(request, slug, "letter_deliver", letters.deliver_letter, ReadForm)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request, slug):
    return _ending(request, slug, "letter_archive", letters.archive_letter, ReadForm)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def destroy(request, slug):
    """Delete what is still sealed, and the keys that this server holds."""
    return _ending(request, slug, "letter_destroy", endings.destroy_letter, door=access.letter_to_erase)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, slug):
    """Record what the company answered."""
    letter = access.letter_to_edit(request.user, slug)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"letter": letter, "by": request.user, "at": timezone.now()}
        if acted(form, letters.record_answer, **given):
            return redirect("petitions-desk:letter-read", letter.slug)
    return page(request, "letter_answer", letter, form=form)
