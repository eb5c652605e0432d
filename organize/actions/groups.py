from django.db import transaction

from organize import roles
from organize.models import Group, Membership
from organize.moves import leave_trail


def create_group(*, name, by, at):
    """A new group whose owner is `by`."""
    with transaction.atomic():
        group = Group.objects.create(name=name)
        Membership.objects.create(group=group, user=by, role=roles.OWNER)
        leave_trail(group, "create", by=by, at=at)
    return group


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
