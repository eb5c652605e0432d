"""Reads that more than one caller needs. Callers have been through a door, or ask only for what is the user's own."""

from organize import roles
from organize.models import Campaign, Company, Group, Membership, Trail


def own_groups(user):
    """The groups that `user` is in, by name."""
    return Group.objects.filter(memberships__user=user)


def groups_with_power(user, power):
    """The groups in which `user` has `power`."""
    return Group.objects.filter(memberships__user=user, memberships__role__in=roles.with_power(power))


def own_campaigns(user):
    """All campaigns of all groups that `user` is in."""
    return Campaign.objects.filter(group__memberships__user=user).select_related("group", "company")


def campaigns_of(group):
    return Campaign.objects.filter(group=group).select_related("company")


def companies_of(group):
    return Company.objects.filter(group=group)


def members_of(group):
    return Membership.objects.filter(group=group).select_related("user").order_by("role", "user__mailbox")


def newest_trail(group, limit=50):
    return Trail.objects.filter(group=group).select_related("actor")[:limit]
