from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import roles
from organize.actions.accounts import end_sessions
from organize.actions.invitations import withdraw_invitation
from organize.models import Group, Invitation, Membership
from organize.moves import leave_trail
from organize.refusals import Refusal
from organize.states import InvitationState

LAST_OWNER = _("This is the group's only owner. Make somebody else an owner first.")


def create_group(*, name, by, at):
    """A new group whose owner is `by`."""
    with transaction.atomic():
        group = Group.objects.create(name=name)
        Membership.objects.create(group=group, user=by, role=roles.OWNER)
        leave_trail(group, "create", by=by, at=at)
    return group


def open_own_group(*, name, by, at):
    """The group called `name` that `by` already owns, else a new one."""
    owned = Membership.objects.filter(user=by, role=roles.OWNER, group__name=name).select_related("group").first()
    return owned.group if owned else create_group(name=name, by=by, at=at)


def rename_group(*, group, name, by, at):
    with transaction.atomic():
        group.name = name
        group.save(update_fields=["name"])
        leave_trail(group, "rename", by=by, at=at)
    return group


def admit_member(*, group, user, role, by, at):
    """Put `user` into `group` with `role`, or give a member another role. Returns the membership."""
    with transaction.atomic():
        membership, _made = Membership.objects.update_or_create(group=group, user=user, defaults={"role": role})
        leave_trail(membership, "admit", by=by, at=at)
    return membership


def change_role(*, membership, role, by, at):
    """Give a member another role; the membership. Whoever loses a power by it is signed out everywhere."""
    with transaction.atomic():
        held = _held(membership)
        if held.role == role:
            return held
        lost = roles.POWERS[held.role] - roles.POWERS[role]
        _not_the_last_owner(held)
        held.role = role
        held.save(update_fields=["role"])
        leave_trail(held, f"make {role}", by=by, at=at)
        if lost:
            _lose(held, by=by, at=at)
    return held


def remove_member(*, membership, by, at):
    """Put a member out of the group; the membership that was. They are signed out everywhere."""
    return _end(membership, "remove", by=by, at=at)


def leave_group(*, membership, by, at):
    """Go by oneself; the membership that was."""
    return _end(membership, "leave", by=by, at=at)


def _end(membership, verb, *, by, at):
    with transaction.atomic():
        held = _held(membership)
        _not_the_last_owner(held)
        leave_trail(held, verb, by=by, at=at)
        _lose(held, by=by, at=at)
        Membership.objects.filter(pk=held.pk).delete()
    return held


def _held(membership):
    """The membership as it is now, while nobody else can change who is in the group."""
    Group.objects.select_for_update(no_key=True).get(pk=membership.group_id)
    held = Membership.objects.select_related("user", "group").filter(pk=membership.pk).first()
    if held is None:
        raise Refusal(_("This person is no member any more."), 409)
    return held


def _not_the_last_owner(held):
    owners = Membership.objects.filter(group=held.group_id, role=roles.OWNER)
    if held.role == roles.OWNER and not owners.exclude(pk=held.pk).exists():
        raise Refusal(LAST_OWNER, 409)


def _lose(held, *, by, at):
    """What ends with a power: the sessions that were begun with it, and the invitations that were sent by it."""
    end_sessions(user=held.user, by=by, at=at)
    for sent in Invitation.objects.filter(group=held.group_id, invited_by=held.user, state=InvitationState.OPEN):
        withdraw_invitation(invitation=sent, by=by, at=at)
