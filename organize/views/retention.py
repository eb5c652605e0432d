"""What is kept of a group, and until when."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from organize import access, inventory, queries, roles
from organize.actions.retention import set_retention
from organize.forms.retention import RetentionForm
from organize.views.acting import answered


@login_required
@require_safe
def read(request, slug):
    """Every kind of row in plain words, for every member; first the group's own, then what belongs to accounts."""
    group = access.group_to_read(request.user, slug)
    days = queries.retention_of(group)
    rows = [{"what": kind.what, "until": kind.until_for(days), "own": bool(kind.group)} for kind in inventory.kinds()]
    may_choose = queries.groups_with_power(request.user, roles.ADMIT).contains(group)
    context = {"group": group, "rows": rows, "may_choose": may_choose}
    return render(request, "organize/retention.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """An owner chooses for how many days: with a fresh second factor, asked for before the numbers are typed."""
    group = access.group_to_keep(request.user, slug)
    form = RetentionForm(request.POST or None, initial=queries.retention_of(group))
    return answered(
        request, "organize/retention_edit.html", form, set_retention, group=group, to=("retention", slug),
        context={"group": group},
    )  # fmt: skip
