from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import access
from organize.actions.companies import name_company
from organize.forms import CompanyForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    """Name a company that the group's campaigns are about."""
    group = access.group_to_edit(request.user, slug)
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name_company(group=group, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        return redirect("group", group.slug)
    context = {"group": group, "form": form}
    return render(request, "organize/company_create.html", context, status=422 if form.errors else 200)
