from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from organize import access, queries
from organize.actions.groups import create_group
from organize.forms import GroupForm
from organize.roles import EDIT
from organize.views import shelves


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """Open a group; whoever opens it owns it."""
    founder = access.founder(request.user)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        group = create_group(name=form.cleaned_data["name"], by=founder, at=timezone.now())
        return redirect("group", group.slug)
    return render(request, "organize/group_create.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def read(request, slug):
    """Its campaigns, companies and members."""
    group = access.group_to_read(request.user, slug)
    context = {
        "group": group,
        "members": queries.members_of(group),
        "campaigns": queries.campaigns_of(group),
        "companies": queries.companies_of(group),
        "attention": shelves.attention(group),
        "may_edit": queries.groups_with_power(request.user, EDIT).contains(group),
    }
    return render(request, "organize/group.html", context)


@login_required
@require_safe
def trail(request, slug):
    """Who did what, newest first: every member of the group can read it, page by page, all or what one verb did."""
    group = access.group_to_read(request.user, slug)
    verb = request.GET.get("verb", "")
    entries, following = queries.trail_page(group, verb=verb, after=request.GET.get("after", ""))
    context = {"group": group, "entries": entries, "verb": verb, "verbs": queries.trail_verbs(group)}
    if following:
        context["following"] = urlencode({"verb": verb, "after": following})
    return render(request, "organize/trail.html", context)
