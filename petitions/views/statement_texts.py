"""A joint statement's languages, and the new text that those who signed are asked to agree to."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.refusals import Refusal
from organize.views.acting import acted
from petitions import access, pages, statement_queries
from petitions.actions import joint_statements, revisions
from petitions.forms import marks
from petitions.forms.statements import ProposeForm
from petitions.forms.wording import TranslationForm
from petitions.states import RevisionState
from petitions.views.statements import page


def _shown(statement):
    """The revision whose languages the desk shows: the one that may be changed, else what is on its way or in force."""
    current, way = statement_queries.texts_of(statement)
    return statement_queries.editable(statement) or way or current


@login_required
@require_safe
def languages(request, slug):
    """Which languages the text is in."""
    statement = access.statement_to_read(request.user, slug)
    revision = _shown(statement)
    written = {row.language: row for row in revision.wordings.all()}
    rows = [(code, name, written.get(code)) for code, name in settings.LANGUAGES if code != statement.language]
    is_written = statement_queries.editable(statement) is not None
    return page(request, "statement_languages", statement, rows=rows, is_written=is_written)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request, slug, language):
    """Write the text in another language, the first one beside it."""
    statement = access.statement_to_edit(request.user, slug)
    if language == statement.language:
        return redirect("statements-desk:statement-edit", statement.slug)
    revision = _shown(statement)
    rows = {row.language: row for row in revision.wordings.all()}
    first, row = rows[statement.language], rows.get(language)
    before = {} if row is None else {"title": row.title, "body": row.body, "demands": row.demands}
    posted, said, save = marks.weighed(request.POST) if request.method == "POST" else (None, None, False)
    form = TranslationForm(posted, demands=len(first.demands), language=language, initial=before)
    if save and form.is_valid():
        given = {"demands": [], **form.cleaned_data, "revision": revision, "language": language}
        if acted(form, joint_statements.write_words, **given, by=request.user, at=timezone.now()):
            return redirect("statements-desk:statement-languages", statement.slug)
    title, html = pages.sheet(statement_queries.md_of(revision, first))
    is_written = statement_queries.editable(statement) is not None
    context = {"language": language, "row": row, "title": title, "html": html, "marks": said, "is_written": is_written}
    return page(request, "statement_translate", statement, form=form, **context)


@login_required
@require_POST
def untranslate(request, slug, language):
    statement = access.statement_to_edit(request.user, slug)
    joint_statements.remove_words(revision=_shown(statement), language=language, by=request.user, at=timezone.now())
    return redirect("statements-desk:statement-languages", statement.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug):
    """The text in force beside the new one, and who has agreed to it; a POST proposes the new one."""
    posted = request.method == "POST"
    statement = (access.statement_to_edit if posted else access.statement_to_read)(request.user, slug)
    current, way = statement_queries.texts_of(statement)
    if current is None:
        raise Refusal(joint_statements.NOT_PUBLISHED, 409)
    form = ProposeForm(request.POST if posted else None)
    if posted and form.is_valid():
        if way is None:
            raise Refusal(revisions.NOT_PROPOSED, 409)
        given = form.cleaned_data | {"revision": way, "by": request.user, "at": timezone.now()}
        if acted(form, revisions.propose_revision, **given):
            return redirect("statements-desk:statement-change", statement.slug)
    rows = statement_queries.desk_rows(statement)["listed"]
    is_proposed = way is not None and way.state == RevisionState.PROPOSED
    old, new = (_sheet(statement, revision) for revision in (current, way))
    agreed = [row for row in rows if (row.agreed_next if is_proposed else row.agreed)]
    missing = [row for row in rows if row not in agreed]
    context = {"current": current, "way": way, "is_proposed": is_proposed, "old": old, "new": new}
    return page(request, "statement_change", statement, form=form, agreed=agreed, missing=missing, **context)


def _sheet(statement, revision):
    """(title, HTML) of a revision in the first language; None for none."""
    if revision is None:
        return None
    return pages.sheet(statement_queries.md_of(revision, statement_queries.wording_in(revision, statement.language)))


@login_required
@require_POST
def step(request, slug, verb):
    """Begin a new text, put the proposed one in force, or drop it."""
    statement = access.statement_to_edit(request.user, slug)
    _current, way = statement_queries.texts_of(statement)
    by = {"by": request.user, "at": timezone.now()}
    if verb == "begin":
        revisions.begin_revision(statement=statement, **by)
        return redirect("statements-desk:statement-edit", statement.slug)
    if way is None:
        raise Http404
    {"adopt": revisions.adopt_revision, "drop": revisions.drop_revision}[verb](revision=way, **by)
    return redirect("statements-desk:statement-change", statement.slug)
