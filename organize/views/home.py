from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organize import queries
from organize.views import shelves


@require_safe
def front(request):
    """What this is, for anyone."""
    return render(request, "organize/front.html")


@login_required
@require_safe
def desk(request):
    """For each of the user's groups what needs doing now and its campaigns; then what is theirs beside groups."""
    groups = [
        {"group": group, "attention": shelves.attention(group), "campaigns": queries.campaigns_of(group)}
        for group in queries.own_groups(request.user)
    ]
    return render(request, "organize/desk.html", {"groups": groups, "own": shelves.own(request.user)})
