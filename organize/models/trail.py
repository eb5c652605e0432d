from django.conf import settings
from django.db import models

from organize.models.group import Group
from organize.models.row import Row


class AppendOnly(models.QuerySet):
    """Rows that are written once."""

    def update(self, **changes):
        raise TypeError("The trail is never changed.")

    def delete(self):
        raise TypeError("The trail is never shortened.")


class Trail(Row):
    """Who did what on the desk, and when; never content, and never anything that a signatory did.

    `actor` is empty when the clock did it, or (`has_left`) when the account was erased. `count`: of
    how many rows at once, where the clock erased what a group keeps no longer (organize.actions.retention), which ends
    the entries themselves too.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="trail")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField(null=True)
    has_left = models.BooleanField(default=False)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["group", "-at"], name="trail_newest_first")]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The trail is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The trail is never shortened.")
