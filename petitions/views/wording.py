"""A letter's other languages, and its earlier versions: desk pages that change nothing once it is frozen."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.comparing import changes
from organize.views.acting import acted
from petitions import access, desk_queries, pages
from petitions.actions import letters
from petitions.actions import wording as actions
from petitions.forms import marks
from petitions.forms.endings import ReadForm
from petitions.forms.wording import TranslationForm
from petitions.letter_text import letter_md, text_in, text_of
from petitions.views.desk import page


@login_required
@require_safe
def languages(request, slug):
    """Which languages the letter is in."""
    letter = access.letter_to_read(request.user, slug)
    translated = {row.language: row for row in letter.translations.all()}
    rows = [(code, name, translated.get(code)) for code, name in settings.LANGUAGES if code != letter.language]
    return page(request, "translation_list", letter, rows=rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request, slug, language):
    """Write the letter in another language, the first text beside it."""
    letter = access.letter_to_edit(request.user, slug)
    row = letter.translations.filter(language=language).first()
    before = {} if row is None else {"title": row.title, "body": row.body, "demands": row.demands}
    demands = desk_queries.demands_of(letter)
    posted, said, save = marks.weighed(request.POST) if request.method == "POST" else (None, None, False)
    form = TranslationForm(posted, demands=len(demands), language=language, initial=before)
    if save and form.is_valid():
        given = {"demands": [], **form.cleaned_data, "letter": letter, "language": language}
        if acted(form, actions.write_translation, **given, by=request.user, at=timezone.now()):
            return redirect("petitions-desk:translation-list", letter.slug)
    title, html = pages.sheet(text_of(letter))
    context = {"language": language, "row": row, "title": title, "html": html, "marks": said}
    return page(request, "translation_write", letter, form=form, **context)


@login_required
@require_safe
def read(request, slug, language):
    """A translation as signatories will read it."""
    letter = access.letter_to_read(request.user, slug)
    row = letter.translations.filter(language=language).first()
    if row is None:
        raise Http404
    title, html = pages.sheet(text_in(row, desk_queries.addressees_of(letter)))
    return page(request, "translation_read", letter, title=title, html=html, written_in=language)


@login_required
@require_POST
def remove(request, slug, language):
    letter = access.letter_to_edit(request.user, slug)
    actions.remove_translation(letter=letter, language=language, by=request.user, at=timezone.now())
    return redirect("petitions-desk:translation-list", letter.slug)


@login_required
@require_safe
def versions(request, slug):
    """What the words were before each edit, newest first."""
    letter = access.letter_to_read(request.user, slug)
    return page(request, "version_list", letter, versions=list(letter.versions.all()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request, slug, number):
    """One earlier version against the words of now, and the way back to it."""
    letter = access.letter_to_edit(request.user, slug)
    version = letter.versions.filter(number=number).first()
    if version is None:
        raise Http404
    form = ReadForm(request.POST if request.method == "POST" else None)
    words = version.words | {"addressees": [tuple(pair) for pair in version.words["addressees"]]}
    if request.method == "POST" and form.is_valid():
        if acted(form, letters.edit_letter, letter=letter, **words, by=request.user, at=timezone.now()):
            return redirect("petitions-desk:letter-preview", letter.slug)
    then, now = letter_md(**words).decode().splitlines(), text_of(letter).decode().splitlines()
    lines = list(changes(then, now))
    return page(request, "version_restore", letter, form=form, version=version, lines=lines)
