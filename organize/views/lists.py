"""Rows from a list: first what would happen, row by row, then, when nothing is wrong, all of it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import access, queries
from organize.actions import records
from organize.actions.companies import differs, take_in_companies
from organize.forms.lists import ContractsForm, ListForm, PeopleForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, slug):
    """Companies of a group."""
    group = access.group_to_edit(request.user, slug)
    known = queries.names_of_companies(group)

    def fate(fields):
        company = known.get(fields["name"])
        return "new" if company is None else "changed" if differs(company, fields) else "same"

    return answer_list(
        request, "organize/company_list.html", ListForm, {"group": group}, fate, take_in_companies, to=("group", slug)
    )


def _of_company(request, slug, template, form_class, rows_of, action):
    """People or contracts of one company: what it has already is left as it is."""
    company = access.company_to_edit(request.user, slug)
    columns = form_class.columns()
    known = set(rows_of(company).values_list(*columns))

    def fate(fields):
        return "same" if tuple(fields[name] for name in columns) in known else "new"

    def take(*, rows, **given):
        new = [fields for fields in rows if fate(fields) == "new"]
        return records.take_in(company=company, action=action, rows=new, **given)

    context = {"company": company, "group": company.group}
    return answer_list(request, template, form_class, context, fate, take, to=("company", slug), given={})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in_officeholders(request, slug):
    return _of_company(
        request, slug, "organize/officeholder_list.html", PeopleForm, lambda company: company.officeholders,
        records.name_officeholder,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in_contracts(request, slug):
    return _of_company(
        request, slug, "organize/contract_list.html", ContractsForm, lambda company: company.contracts,
        records.add_contract,
    )  # fmt: skip


def answer_list(request, template, form_class, context, fate, action, *, to, given=None, check=None):
    """A dry run writes nothing: only a second press, on a list without a fault, does.

    fate(fields) says of a row that holds whether it is "new", "changed" or "same"; check(fields) what is wrong with it
    beside what its form finds, as sentences.
    """
    form = form_class(request.POST or None, request.FILES or None)
    rows, wrong = [], 0
    if form.is_bound and form.is_valid():
        rows = form.cleaned_data["rows"]
        for row in rows if check else ():
            row.errors += [] if row.errors else check(row.fields)
        wrong = sum(bool(row.errors) for row in rows)
        if "take" in request.POST and not wrong:
            given = {"group": context["group"]} if given is None else given
            action(rows=[row.fields for row in rows], by=request.user, at=timezone.now(), **given)
            return redirect(*to)
        for row in rows:
            row.fate = "" if row.errors else fate(row.fields)
        form = form_class(initial={"text": form.cleaned_data["text"]})
    context |= {"form": form, "rows": rows, "wrong": wrong, "columns": ",".join(form_class.columns())}
    return render(request, template, context, status=422 if wrong or form.errors else 200)
