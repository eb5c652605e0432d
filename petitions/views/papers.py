"""A letter on paper and in tables: what an organizer prints, hands over, or opens in a spreadsheet."""

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organize.refusals import Refusal
from organize.views.acting import acted
from petitions import access, desk_queries, publication, queries
from petitions.actions import printouts
from petitions.documents import exports
from petitions.documents.poster import poster
from petitions.states import PrintoutState
from petitions.views.desk import page

GONE = _("This document is not here any more: the letter has changed since. Have it made again.")


@login_required
@never_cache
@require_safe
def read(request, slug):
    """What there is to print and to save, and how far the letter's own document is."""
    letter = access.letter_to_read(request.user, slug)
    return _paper(request, letter)


def _paper(request, letter, form=None):
    printout = desk_queries.printout_of(letter)
    is_ready = printout is not None and printout.state == PrintoutState.READY
    return page(
        request,
        "paper_read",
        letter,
        form=form,
        printout=printout,
        is_ready=is_ready,
        is_old=is_ready and printout.mark != publication.mark_of(letter),
        numbers=range(1, printout.volumes + 1) if is_ready else (),
        is_public=letter.address is not None,
    )


@login_required
@require_POST
def order(request, slug):
    """Have the letter printed with the names that are public now."""
    letter = access.letter_to_edit(request.user, slug)
    form = Form(request.POST)
    if acted(form, printouts.order_printout, letter=letter, by=request.user, at=timezone.now()):
        return redirect("petitions-desk:paper-read", letter.slug)
    return _paper(request, letter, form)


@login_required
@never_cache
@require_safe
def take(request, slug, number):
    """One volume of the letter's printout."""
    letter = access.letter_to_read(request.user, slug)
    printout = desk_queries.printout_of(letter)
    if printout is None or printout.state != PrintoutState.READY or not 1 <= number <= printout.volumes:
        raise Refusal(GONE, 410)
    try:
        file = (printouts.folder_of(printout) / f"{number}.pdf").open("rb")
    except FileNotFoundError:
        raise Refusal(GONE, 410) from None
    name = "letter.pdf" if printout.volumes == 1 else f"letter-{number}.pdf"
    return FileResponse(file, content_type="application/pdf", as_attachment=True, filename=name)


def _with_address(request, slug):
    """The letter, when it has the address and the counts that everybody may read."""
    letter = access.letter_to_read(request.user, slug)
    if letter.address is None:
        raise Refusal(printouts.NO_ADDRESS, 409)
    return letter


@login_required
@never_cache
@require_safe
def take_poster(request, slug):
    """A poster with the letter's address as a QR code."""
    letter = _with_address(request, slug)
    return _saved(HttpResponse(poster(letter), content_type="application/pdf"), "poster.pdf")


@login_required
@never_cache
@require_safe
def take_names(request, slug):
    """The published names for a spreadsheet."""
    letter = _with_address(request, slug)
    return _table(exports.names_csv(queries.letter_facts(letter.address)), "names.csv")


@login_required
@never_cache
@require_safe
def take_counts(request, slug):
    """The public counts for a spreadsheet."""
    return _table(exports.counts_csv(_with_address(request, slug)), "counts.csv")


def _table(lines, name):
    return _saved(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), name)


def _saved(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
