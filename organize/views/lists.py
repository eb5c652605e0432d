"""Companies from a list: first what would happen, row by row, then, when nothing is wrong, all of it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import access, queries
from organize.actions.companies import differs, take_in_companies
from organize.forms.lists import COLUMNS, ListForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, slug):
    """A dry run writes nothing: only a second press, on a list without a fault, does."""
    group = access.group_to_edit(request.user, slug)
    form = ListForm(request.POST or None, request.FILES or None)
    rows, wrong = [], 0
    if form.is_bound and form.is_valid():
        rows = form.cleaned_data["rows"]
        wrong = sum(bool(row.errors) for row in rows)
        if "take" in request.POST and not wrong:
            given = [row.fields for row in rows]
            take_in_companies(group=group, rows=given, by=request.user, at=timezone.now())
            return redirect("group", group.slug)
        _foretell(group, rows)
        form = ListForm(initial={"text": form.cleaned_data["text"]})
    context = {"group": group, "form": form, "rows": rows, "wrong": wrong, "columns": ",".join(COLUMNS)}
    return render(request, "organize/company_list.html", context, status=422 if wrong or form.errors else 200)


def _foretell(group, rows):
    """Say of each row that holds whether it would make, change or leave a company."""
    known = queries.names_of_companies(group)
    for row in rows:
        if row.errors:
            continue
        company = known.get(row.fields["name"])
        row.fate = "new" if company is None else "changed" if differs(company, row.fields) else "same"
