"""Who is in a group: the list, another role, the way out."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import access, queries, roles
from organize.actions.groups import change_role, leave_group, remove_member
from organize.forms import RoleForm
from organize.refusals import Refusal


@login_required
@require_safe
def read(request, slug):
    """The members by what they go by; for those who admit people, also the invitations that wait."""
    group = access.group_to_read(request.user, slug)
    members = list(queries.members_of(group))
    role = next(member.role for member in members if member.user_id == request.user.pk)
    may_admit = roles.ADMIT in roles.POWERS[role]
    invitations = queries.open_invitations(group) if may_admit else []
    context = {"group": group, "members": members, "may_admit": may_admit, "invitations": invitations}
    return render(request, "organize/members.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug, pk):
    """Give a member another role."""
    member = access.membership_to_change(request.user, slug, pk)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        try:
            change_role(membership=member, role=form.cleaned_data["role"], by=request.user, at=timezone.now())
            return redirect("members", slug)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {"group": member.group, "member": member, "form": form}
    return render(request, "organize/member_change.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request, slug, pk):
    """Put a member out of the group."""
    member = access.membership_to_change(request.user, slug, pk)
    remove_member(membership=member, by=request.user, at=timezone.now())
    return redirect("members", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, slug):
    """Go by oneself. Sessions in other browsers end; this one stays signed in, without the group."""
    membership = access.membership_to_end(request.user, slug)
    if request.method == "POST":
        left = leave_group(membership=membership, by=request.user, at=timezone.now())
        update_session_auth_hash(request, left.user)
        return redirect("desk")
    return render(request, "organize/group_leave.html", {"group": membership.group})
