"""Writing a letter, and its page on the desk."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.access import campaign_to_edit
from organize.text import tree
from organize.views.acting import acted
from petitions import access, desk_queries, pages, queries, starts
from petitions.actions import letters
from petitions.forms import marks
from petitions.forms.endings import ReadForm
from petitions.forms.letters import LetterForm, addressees, as_posted
from petitions.letter_text import letter_md, text_of
from petitions.views.desk import go_on, is_guided, page
from petitions.views.steps import next_step, steps
from petitions.views.writing import are_fine, posted, written


def _kept(letter):
    return lambda: as_posted(**desk_queries.words_of(letter))


def _begun(request):
    """(form, addressees) to begin from: ?from= names a text that comes with the product, or a letter to read."""
    name = request.GET.get("from", "")
    words = starts.words_of(name)
    if words or not name:
        return LetterForm(initial=words), addressees()
    kept = desk_queries.words_of(access.letter_to_read(request.user, name))
    return LetterForm(initial=kept), addressees(filled=kept["filled"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request):
    """Begin a letter in a campaign, named by ?campaign=."""
    campaign = campaign_to_edit(request.user, request.GET.get("campaign", ""))
    form, rows, said, save = posted(request) if request.method == "POST" else (*_begun(request), None, False)
    if save and are_fine(form, rows):
        given = written(form, rows) | {"campaign": campaign, "by": request.user, "at": timezone.now()}
        letter = acted(form, letters.draft_letter, **given)
        if letter:
            return go_on(request, letter, "petitions-desk:letter-terms")
    context = {"form": form, "rows": rows, "marks": said, "campaign": campaign, "group": campaign.group}
    context |= {"starts": starts.STARTS, "own": desk_queries.titles_of(campaign.group), "guided": is_guided(request)}
    status = getattr(form, "status", 400) if form.is_bound and form.errors else 200
    return render(request, "petitions/letter_draft.html", context, status=status)


@login_required
@require_safe
def read(request, slug):
    """Where a letter stands, and the one next thing to do."""
    letter = access.letter_to_read(request.user, slug)
    seats, waves = desk_queries.seats(letter), desk_queries.waves_of(letter)
    checkpoint = queries.last_checkpoint(letter)
    counts = checkpoint.counts if checkpoint else None
    wave, due = desk_queries.live_wave(waves), desk_queries.tier_due(letter, counts, waves)
    return page(
        request,
        "letter_read",
        letter,
        seats=seats,
        waves=waves,
        wave=wave,
        checkpoint=checkpoint,
        tiers=pages.tiers(letter, counts, waves),
        tier_due=due,
        opened=desk_queries.opened_by(waves),
        steps=steps(letter, seats, waves),
        next=next_step(letter, seats, wave, due),
        public=_public_address(request, letter),
    )


def _public_address(request, letter):
    """The whole address to hand out, or None before the freeze."""
    if letter.address is None:
        return None
    return request.build_absolute_uri(reverse("petitions:letter-safety", args=[letter.address]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """Change the text. The action refuses once it is frozen."""
    letter = access.letter_to_edit(request.user, slug)
    if request.method == "POST":
        form, rows, said, save = posted(request, _kept(letter))
        if save and are_fine(form, rows):
            given = written(form, rows) | {"letter": letter, "by": request.user, "at": timezone.now()}
            if acted(form, letters.edit_letter, **given):
                return redirect("petitions-desk:letter-preview", letter.slug)
    else:
        kept = desk_queries.words_of(letter)
        form, rows = LetterForm(initial=kept), addressees(filled=kept["filled"])
        said = {"found": marks.look(as_posted(**kept))}
    return page(request, "letter_edit", letter, form=form, rows=rows, marks=said)


@login_required
@require_safe
def preview(request, slug):
    """The letter as signatories will read it."""
    letter = access.letter_to_read(request.user, slug)
    title, html = pages.sheet(text_of(letter))
    return page(request, "letter_preview", letter, title=title, html=html, address=letter.address)


@login_required
@require_POST
def sheet(request):
    """What stands in the form now as signatories would read it: {"title", "parts"} for the page's own script."""
    form, rows = LetterForm(request.POST), addressees(request.POST)
    form.is_valid()
    rows.is_valid()
    words = {"title": "", "body": "", "demands": [], "language": settings.LANGUAGE_CODE} | form.cleaned_data
    title, html = pages.sheet(letter_md(**words, addressees=rows.pairs()))
    return JsonResponse({"title": title, "parts": tree(html)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enlist(request, slug):
    """Put the letter on the campaign's public page, or take it off again."""
    letter = access.letter_to_edit(request.user, slug)
    form = ReadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"letter": letter, "listed": not letter.listed, "by": request.user, "at": timezone.now()}
        if acted(form, letters.list_letter, **given):
            return redirect("petitions-desk:letter-read", letter.slug)
    return page(request, "letter_list", letter, form=form)
