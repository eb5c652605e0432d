"""People in office at a company, and its contested products and contracts."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organize import access
from organize.actions import records
from organize.forms.companies import ContractForm, OfficeholderForm
from organize.views.acting import answered


def _create(request, slug, template, form_class, action):
    company = access.company_to_edit(request.user, slug)
    return answered(
        request, template, form_class(request.POST or None), action, company=company,
        to=("company", slug), context={"company": company, "group": company.group},
    )  # fmt: skip


def _edit(request, row, template, form_class):
    before = {name: getattr(row, name) for name in form_class.base_fields}
    form = form_class(request.POST or None, initial=before)
    company = row.company
    return answered(
        request, template, form, records.edit_record, row=row,
        to=("company", company.slug), context={"company": company, "group": company.group, "row": row},
    )  # fmt: skip


def _remove(request, row):
    records.remove_record(row=row, by=request.user, at=timezone.now())
    return redirect("company", row.company.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create_officeholder(request, slug):
    return _create(request, slug, "organize/officeholder_create.html", OfficeholderForm, records.name_officeholder)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_officeholder(request, slug, pk):
    row = access.officeholder_to_edit(request.user, slug, pk)
    return _edit(request, row, "organize/officeholder_edit.html", OfficeholderForm)


@login_required
@require_POST
def remove_officeholder(request, slug, pk):
    return _remove(request, access.officeholder_to_edit(request.user, slug, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create_contract(request, slug):
    return _create(request, slug, "organize/contract_create.html", ContractForm, records.add_contract)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contract(request, slug, pk):
    row = access.contract_to_edit(request.user, slug, pk)
    return _edit(request, row, "organize/contract_edit.html", ContractForm)


@login_required
@require_POST
def remove_contract(request, slug, pk):
    return _remove(request, access.contract_to_edit(request.user, slug, pk))
