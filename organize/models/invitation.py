from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organize import roles
from organize.models.group import Group
from organize.models.row import Row
from organize.states import InvitationState


class Invitation(Row):
    """A place in a group, offered to a mailbox until a day.

    The mailbox is enclosed, and beside it are keyed hashes of it and of the code that was mailed (organize.offers). All
    three are gone once the offer has ended, whichever way. Whether the mailbox has an account is never asked here.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=list(roles.LABELS.items()))
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ends_on = models.DateField()
    enclosed = models.BinaryField()
    tag = models.BinaryField(null=True, max_length=32)
    proof = models.BinaryField(null=True, max_length=32, unique=True)

    class Meta:
        ordering = ["ends_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "tag"], name="one_open_invitation_a_mailbox"),
            models.CheckConstraint(condition=Q(role__in=list(roles.LABELS)), name="invitation_role_is_known"),
        ]
