from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from organize import access, queries
from organize.actions.companies import FIELDS, edit_company, name_company
from organize.forms import CompanyForm
from organize.forms.companies import DescribeForm
from organize.roles import EDIT
from organize.views.acting import answered
from organize.views.shelves import company_shelves


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    """Name a company that the group's campaigns are about."""
    group = access.group_to_edit(request.user, slug)
    form = CompanyForm(request.POST or None)
    context = {"group": group}
    return answered(
        request, "organize/company_create.html", form, name_company, group=group, to=("group", slug), context=context
    )


@login_required
@require_safe
def read(request, slug):
    """All that the group knows of one company, and the campaigns that concern it."""
    company = access.company_to_read(request.user, slug)
    context = {
        "company": company,
        "group": company.group,
        "officeholders": queries.officeholders_of(company),
        "contracts": queries.contracts_of(company),
        "campaigns": queries.campaigns_about(company),
        "shelves": company_shelves(company),
        "may_edit": queries.groups_with_power(request.user, EDIT).contains(company.group),
    }
    return render(request, "organize/company.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    company = access.company_to_edit(request.user, slug)
    form = DescribeForm(request.POST or None, initial={name: getattr(company, name) for name in FIELDS})
    return answered(
        request, "organize/company_edit.html", form, edit_company, company=company,
        to=("company", company.slug), context={"company": company, "group": company.group},
    )  # fmt: skip
