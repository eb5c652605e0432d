"""The states of rows and the moves between them, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InvitationState(TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


I = InvitationState  # noqa: E741  the table below is read by column
INVITATION_MOVES = {
    "accept": (frozenset({I.OPEN}), I.ACCEPTED),
    "withdraw": (frozenset({I.OPEN}), I.WITHDRAWN),
    "expire": (frozenset({I.OPEN}), I.EXPIRED),
}
