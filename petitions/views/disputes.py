"""The desk of disputed names: what was said about which name, and what the group decided. Never who said it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organize.access import group_to_read
from organize.queries import groups_with_power
from organize.roles import EDIT
from petitions import access, desk_queries
from petitions.views.desk import page


@login_required
@require_safe
def of_group(request, slug):
    """The disputes about names of all letters of a group."""
    group = group_to_read(request.user, slug)
    context = {
        "group": group,
        "disputes": desk_queries.disputes_of(group.letters.all()),
        "may_edit": groups_with_power(request.user, EDIT).contains(group),
        "shown": desk_queries.DISPUTES_SHOWN,
    }
    return render(request, "petitions/dispute_list.html", context)


@login_required
@require_safe
def of_letter(request, slug):
    """The disputes about names of one letter."""
    letter = access.letter_to_read(request.user, slug)
    found = desk_queries.disputes_of(letter.group.letters.filter(pk=letter.pk))
    return page(request, "letter_disputes", letter, disputes=found, shown=desk_queries.DISPUTES_SHOWN)
