"""The moderation desk of a joint statement: who waits, who is listed, what looks like what, and lists taken in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.views.acting import acted
from petitions import access, statement_queries
from petitions.actions import known_lists, revisions, sign_ons
from petitions.forms import known_lists as lists
from petitions.forms.sign_ons import OrganizationForm, RecordForm
from petitions.forms.statements import EvidenceForm, KnownListForm
from petitions.states import SignOnState, StatementKind
from petitions.views.statements import page

DESK = "statements-desk:sign-on-desk"


@login_required
@require_safe
def desk(request, slug):
    """Those who wait first, each with what it may be a copy of; then the roll, and what was declined or withdrawn."""
    statement = access.statement_to_read(request.user, slug)
    rows = statement_queries.desk_rows(statement)
    flags = statement_queries.flags(rows[SignOnState.WAITING], rows[SignOnState.LISTED])
    waiting = [(row, lists.told(flags[row.pk])) for row in rows[SignOnState.WAITING]]
    return page(request, "sign_on_desk", statement, waiting=waiting, **{name: rows[name] for name in
                ("listed", "declined", "withdrawn")})  # fmt: skip


def _of_investors(statement):
    return {"is_of_investors": statement.kind == StatementKind.INVESTORS, "currency": statement.currency}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug):
    """Put an organization on the list that an organizer has confirmed."""
    statement = access.statement_to_edit(request.user, slug)
    parents = statement_queries.tops(statement)
    form = RecordForm(request.POST or None, parents=parents, **_of_investors(statement))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"statement": statement, "by": request.user, "at": timezone.now()}
        if acted(form, sign_ons.record_sign_on, **given):
            return redirect(DESK, statement.slug)
    return page(request, "sign_on_add", statement, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, pk):
    """One organization: who asked, what it looks like, how it stands on the list, and what to do with it."""
    row = access.sign_on_to_edit(request.user, slug, pk)
    statement = row.statement
    others = list(statement_queries.tops(statement, without=row))
    suggested = statement_queries.possible_parents(row, others)
    parent = row.parent or (suggested[0] if suggested and row.state == SignOnState.WAITING else None)
    before = {"name": row.name, "country": row.country, "parent": parent, "counted_with": row.counted_with}
    managers = statement_queries.on_list(statement, without=row) if row.assets else None
    tops = statement_queries.tops(statement, without=row)
    form = OrganizationForm(request.POST or None, initial=before, parents=tops, managers=managers)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"sign_on": row, "by": request.user, "at": timezone.now()}
        if acted(form, sign_ons.edit_sign_on, **given):
            messages.success(request, _("Saved."))
            return redirect("statements-desk:sign-on-edit", statement.slug, pk)
    flags = statement_queries.flags([row], statement_queries.on_list(statement, without=row))[row.pk]
    context = {
        "row": row,
        "said": statement_queries.contact_of(row),
        "flags": lists.told(flags),
        "suggested": suggested,
        "is_going": statement.state in sign_ons.CHANGING,
    }
    return page(request, "sign_on_edit", statement, form=form, **context)


DECISIONS = {
    "list": sign_ons.list_sign_on,
    "decline": sign_ons.decline_sign_on,
    "reconsider": sign_ons.reconsider_sign_on,
    "withdraw": sign_ons.withdraw_sign_on,
}


@login_required
@require_POST
def decide(request, slug, pk, verb):
    row = access.sign_on_to_edit(request.user, slug, pk)
    DECISIONS[verb](sign_on=row, by=request.user, at=timezone.now())
    return redirect(DESK, slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request, slug, pk):
    """An organizer records that a listed organization agrees to the text that is asked about."""
    row = access.sign_on_to_edit(request.user, slug, pk)
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"sign_on": row, "by": request.user, "at": timezone.now()}
        if acted(form, revisions.record_agreement, **given):
            return redirect("statements-desk:statement-change", slug)
    return page(request, "sign_on_agree", row.statement, form=form, row=row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, slug):
    """A known list. A dry run shows every merge and writes nothing; only a second press, without a fault, does."""
    statement = access.statement_to_edit(request.user, slug)
    form = KnownListForm(request.POST or None, request.FILES or None)
    rows, wrong, is_taken = [], [], False
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        rows, wrong = lists.read(found["text"], statement_queries.listed_names(statement))
        faults = bool(wrong) or any(row.errors for row in rows)
        if "take" in request.POST and not faults:
            given = {"rows": [row.fields for row in rows], "evidence": found["evidence"], "statement": statement}
            is_taken = acted(form, known_lists.take_in_list, **given, by=request.user, at=timezone.now())
        if is_taken:
            return redirect(DESK, statement.slug)
        if not form.errors:
            initial = {"text": lists.as_text(rows, found["text"], wrong), "evidence": found["evidence"]}
            form = KnownListForm(initial=initial)
    faulty = len(wrong) + sum(bool(row.errors) for row in rows)
    merged = [row for row in rows if row.made_of]
    response = page(
        request, "sign_on_import", statement, form=form, rows=rows, wrong=wrong, faulty=faulty, merged=merged
    )
    if faulty:
        response.status_code = 422
    return response
