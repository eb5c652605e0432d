from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organize import roles
from organize.models.row import AddressedRow, Row


class Group(AddressedRow):
    """Organizers who work together. Every row of the desk belongs to one."""

    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class Membership(Row):
    """One person in one group, with one role."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=list(roles.LABELS.items()))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="membership_once_per_group"),
            models.CheckConstraint(condition=models.Q(role__in=list(roles.LABELS)), name="membership_role_is_known"),
        ]
