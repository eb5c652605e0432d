"""Erasing what a group owns: its owners choose, one asks, another one confirms where there is another."""

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import access, inventory, queries
from organize.actions import erasures
from organize.roles import ADMIT
from organize.views.acting import acted


@login_required
@require_safe
def choose(request, slug):
    """Everything that can be erased as a whole, and what waits for a second owner."""
    group = access.group_to_admit(request.user, slug)
    asked = queries.erasures_of(group)
    kinds = [
        {"label": label, "name": name, "rows": [{"row": row, "erasure": asked.get(row.pk)} for row in rows]}
        for label, name, rows in queries.erasable_rows(group)
    ]
    context = {"group": group, "kinds": kinds, "own": asked.get(group.pk)}
    return render(request, "organize/erasure_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug, kind, pk):
    """What goes with it, and why it may not go now; posted with a fresh second factor, it is asked for."""
    posted = request.method == "POST"
    group, row = access.row_to_erase(request.user, slug, kind, pk, fresh=posted)
    form = Form(request.POST if posted else None)
    if posted and acted(form, erasures.ask_erasure, row=row, by=request.user, at=timezone.now()):
        return redirect("erasure-ask", slug, kind, pk)
    return _page(request, group, row, form)


@login_required
@require_POST
def confirm(request, slug, kind, pk):
    """A second owner agrees: it begins at once."""
    erasure, row = access.erasure_to_confirm(request.user, slug, kind, pk)
    form = Form(request.POST)
    given = {"erasure": erasure, "row": row, "by": request.user, "at": timezone.now()}
    if acted(form, erasures.confirm_erasure, **given):
        return redirect("erasure-ask", slug, kind, pk)
    return _page(request, erasure.group, row, form)


@login_required
@require_POST
def take_back(request, slug, kind, pk):
    erasure, _row = access.erasure_to_take_back(request.user, slug, kind, pk)
    erasures.take_back_erasure(erasure=erasure, by=request.user, at=timezone.now())
    return redirect("erasure-list", slug)


def _page(request, group, row, form):
    context = {
        "group": group,
        "row": row,
        "form": form,
        "kind": row._meta.label_lower,
        "name": row._meta.verbose_name,
        "beneath": inventory.beneath(row),
        "reason": inventory.reason_to_keep(row),
        "erasure": queries.erasures_of(group).get(row.pk),
        "has_second": queries.others_with_power(group, ADMIT, than=request.user).exists(),
    }
    return render(request, "organize/erasure_ask.html", context, status=getattr(form, "status", 200))
