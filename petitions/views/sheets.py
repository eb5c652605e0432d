"""Signatures on paper: sheets with their totals, and their rows."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organize.middleware import large_body
from organize.views.acting import acted
from petitions import access, petition_queries
from petitions.actions import sheets
from petitions.actions.supporting import organizations
from petitions.forms.sheets import COLUMNS, RowsForm, SheetForm
from petitions.views.petition_page import page


@large_body
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, slug):
    """Add a sheet to the number of signatures on paper."""
    petition = access.petition_to_edit(request.user, slug)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        given = form.columns() | {"petition": petition, "by": request.user, "at": timezone.now()}
        if acted(form, sheets.record_sheet, **given):
            return redirect("petition-desk:sheet-record", petition.slug)
    return page(request, "sheet_record", petition, form=form, sheets=petition_queries.sheets_of(petition))


@login_required
@require_POST
def remove(request, slug, pk):
    sheet = access.sheet_to_edit(request.user, slug, pk)
    sheets.remove_sheet(sheet=sheet, by=request.user, at=timezone.now())
    return redirect("petition-desk:sheet-record", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, slug, pk):
    """A dry run writes nothing: only a second press, on a list without a fault, does."""
    sheet = access.sheet_to_edit(request.user, slug, pk)
    petition = sheet.petition
    form = RowsForm(request.POST or None, request.FILES or None, petition=petition)
    rows, wrong, status = [], 0, None
    if form.is_bound and form.is_valid():
        rows = form.cleaned_data["rows"]
        wrong = sum(bool(row.errors) for row in rows)
        if "take" in request.POST and not wrong:
            given = {"sheet": sheet, "rows": [(row.mailbox, row.said) for row in rows], "by": request.user}
            if acted(form, sheets.take_in_rows, **given, at=timezone.now()):
                return redirect("petition-desk:sheet-record", petition.slug)
            status = form.status
        elif wrong:
            status = 422
        if not form.errors:
            form = RowsForm(initial={"text": form.cleaned_data["text"]}, petition=petition)
    context = {"sheet": sheet, "rows": rows, "wrong": wrong, "columns": ",".join(COLUMNS), "status": status}
    return page(request, "sheet_rows", petition, form=form, organizations=organizations(petition), **context)
