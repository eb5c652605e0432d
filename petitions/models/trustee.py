"""A trustee's seat at a letter: who holds one share of the opening power, and how far they have come."""

from django.db import models

from organize.models.row import Row
from petitions.states import TrusteeState, TrusteeWay


class Trustee(Row):
    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="trustees")
    position = models.PositiveSmallIntegerField()  # 1..n, the i of the protocol
    state = models.CharField(max_length=10, choices=TrusteeState, default=TrusteeState.INVITED)
    way = models.CharField(max_length=10, choices=TrusteeWay, default=TrusteeWay.TOOL)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)  # where the trustee publishes letter_id and file hashes
    ed25519 = models.BinaryField(null=True, max_length=32)
    xwing = models.BinaryField(null=True, max_length=1216)
    approval = models.BinaryField(null=True, max_length=64)
    destroyed_on = models.DateField(null=True)
    destroyed_signature = models.BinaryField(null=True, max_length=64)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="trustee_position_once"),
            models.UniqueConstraint(fields=["letter", "ed25519"], name="trustee_identity_once_a_letter"),
            models.UniqueConstraint(fields=["xwing"], name="trustee_key_once"),  # fresh per letter, never used twice
        ]
