"""Joint statements at the desk: written, described, and taken from state to state."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.access import campaign_to_edit
from organize.queries import groups_with_power
from organize.roles import EDIT
from organize.views.acting import acted
from petitions import access, pages, statement_queries
from petitions.actions import joint_statements as actions
from petitions.documents import coalition
from petitions.forms.endings import ReadForm, SureForm
from petitions.forms.letters import LetterForm, addressees, as_posted
from petitions.forms.statements import StatementTermsForm
from petitions.states import STATEMENT_MOVES, STATEMENT_ON_SHOW, StatementState
from petitions.views.writing import are_fine, posted, written


def page(request, template, statement, *, form=None, **context):
    """The page petitions/<template>.html of a statement; 422, or the refusal's status, when `form` was not taken."""
    status = getattr(form, "status", 422) if form is not None and form.is_bound and form.errors else 200
    context |= {
        "statement": statement,
        "group": statement.group,
        "campaign": statement.campaign,
        "form": form,
        "may_edit": groups_with_power(request.user, EDIT).contains(statement.group),
        "is_public": statement.state in STATEMENT_ON_SHOW,
        "of_investors": statement.kind == "investors",
    }
    return render(request, f"petitions/{template}.html", context, status=status)


def public_address(request, statement):
    """The whole address to hand out, or None where nobody can read it."""
    if statement.state not in STATEMENT_ON_SHOW:
        return None
    return request.build_absolute_uri(reverse("petitions:statement-show", args=[statement.address]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request):
    """Begin a joint statement in a campaign, named by ?campaign=."""
    campaign = campaign_to_edit(request.user, request.GET.get("campaign", ""))
    begun = (LetterForm(), addressees(), None, False)
    form, rows, said, save = posted(request) if request.method == "POST" else begun
    if save and are_fine(form, rows):
        given = written(form, rows) | {"campaign": campaign, "by": request.user, "at": timezone.now()}
        made = acted(form, actions.draft_statement, **given)
        if made:
            return redirect("statements-desk:statement-terms", made.slug)
    context = {"form": form, "rows": rows, "marks": said, "campaign": campaign, "group": campaign.group}
    status = getattr(form, "status", 422) if form.is_bound and form.errors else 200
    return render(request, "petitions/statement_draft.html", context, status=status)


@login_required
@require_safe
def read(request, slug):
    """Where a statement stands: its text, its numbers, and what it waits for."""
    statement = access.statement_to_read(request.user, slug)
    current, way = statement_queries.texts_of(statement)
    shown = current or way
    wording = statement_queries.wording_in(shown, statement.language)
    title, html = pages.sheet(statement_queries.md_of(shown, wording))
    moves = [verb for verb, (froms, _to) in STATEMENT_MOVES.items() if statement.state in froms]
    return page(
        request,
        "statement_read",
        statement,
        title=title,
        html=html,
        current=current,
        way=way if current is not None else None,
        editable=statement_queries.editable(statement),
        numbers=statement_queries.numbers_of(statement),
        moves=moves,
        public=public_address(request, statement),
        sum_said=coalition.sum_said(statement),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """Change the words of the text that may be changed now. The action refuses once it is frozen."""
    statement = access.statement_to_edit(request.user, slug)
    current, way = statement_queries.texts_of(statement)
    revision = statement_queries.editable(statement) or way or current
    wording = statement_queries.wording_in(revision, statement.language)
    kept = {"title": wording.title, "body": wording.body, "demands": wording.demands, "language": statement.language}
    filled = [tuple(pair) for pair in revision.addressees]
    said, save = None, False
    if request.method == "POST":
        form, rows, said, save = posted(request, lambda: as_posted(**kept, filled=filled))
    else:
        form, rows = LetterForm(initial=kept), addressees(filled=filled)
    form.fields["language"].disabled, form.initial["language"] = True, statement.language
    if save and are_fine(form, rows):
        given = written(form, rows) | {"revision": revision, "by": request.user, "at": timezone.now()}
        if acted(form, actions.write_words, **given):
            to = "statement-read" if revision.number == 1 or revision == current else "statement-change"
            return redirect(f"statements-desk:{to}", statement.slug)
    is_written = statement_queries.editable(statement) is not None
    return page(request, "statement_edit", statement, form=form, rows=rows, marks=said, is_written=is_written)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request, slug):
    """How the roll is sorted, who signs, and how long contacts are kept."""
    statement = access.statement_to_edit(request.user, slug)
    is_draft = statement.state == StatementState.DRAFT
    form = StatementTermsForm(request.POST or None, statement=statement, is_draft=is_draft)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"statement": statement, "by": request.user, "at": timezone.now()}
        if acted(form, actions.set_statement_terms, **given):
            return redirect("statements-desk:statement-read", statement.slug)
    return page(request, "statement_terms", statement, form=form, is_draft=is_draft)


MOVES = {
    "publish": actions.publish_statement,
    "close": actions.close_statement,
    "reopen": actions.reopen_statement,
    "deliver": actions.deliver_statement,
    "cancel": actions.cancel_statement,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug, verb):
    """What a step will do, and the button that takes it."""
    statement = access.statement_to_edit(request.user, slug)
    form = (SureForm if verb == "cancel" else ReadForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if acted(form, MOVES[verb], statement=statement, by=request.user, at=timezone.now()):
            return redirect("statements-desk:statement-read", statement.slug)
    numbers = statement_queries.numbers_of(statement)
    allowed = statement.state in STATEMENT_MOVES[verb][0]
    return page(request, "statement_move", statement, form=form, verb=verb, allowed=allowed, numbers=numbers)


@login_required
@require_POST
def enlist(request, slug):
    """Put the statement on the campaign's public page, or take it off."""
    statement = access.statement_to_edit(request.user, slug)
    actions.list_statement(statement=statement, listed=not statement.listed, by=request.user, at=timezone.now())
    return redirect("statements-desk:statement-read", statement.slug)
