"""An organization that signs a joint statement, what it agreed to, and for a while who asked in its name."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organize.models.row import Row
from petitions.models.joint_statement import JointStatement, Revision
from petitions.states import Authority, SignOnState


class SignOn(Row):
    """`sort_key`, `likeness` and `look` follow from the name (petitions.organization_names, petitions.rolls)."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(JointStatement, on_delete=models.CASCADE, related_name="sign_ons")
    state = models.CharField(max_length=9, choices=SignOnState, default=SignOnState.WAITING)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1; empty: international, or not said
    domain = models.CharField(max_length=254, blank=True)  # of its mail, canonical ASCII: codes go there
    part_of = models.CharField(max_length=200, blank=True)  # its parent, as its representative wrote it
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="affiliates")
    sort_key = models.BinaryField()
    likeness = models.BinaryField(max_length=16)
    look = models.BinaryField(max_length=16)

    authority = models.CharField(max_length=4, choices=Authority)
    evidence = models.CharField(max_length=500, blank=True)  # what an organizer has seen; only the group reads it
    asked_on = models.DateField()
    decided_on = models.DateField(null=True)

    # Of investors: whole units of the statement's currency, on a day, and whether they may be counted.
    assets = models.DecimalField(max_digits=20, decimal_places=0, null=True)
    assets_on = models.DateField(null=True)
    may_count = models.BooleanField(default=False)
    counted_with = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="counts_for")
    is_in_sum = models.BooleanField(default=False)  # whether the last published sum holds its assets

    class Meta:
        verbose_name = _("sign-on")
        indexes = [models.Index(fields=["statement", "state"], name="sign_ons_of_statement")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "likeness"], condition=Q(state=SignOnState.LISTED), name="organization_listed_once"
            ),
            models.CheckConstraint(
                name="organization_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="assets_have_a_day", condition=Q(assets__isnull=True) | Q(assets__gt=0, assets_on__isnull=False)
            ),
        ]


class Consent(Row):
    """That an organization stands behind one revision of the text, and how that is known."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    sign_on = models.ForeignKey(SignOn, on_delete=models.CASCADE, related_name="consents")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="consents")
    authority = models.CharField(max_length=4, choices=Authority)
    evidence = models.CharField(max_length=500, blank=True)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign_on", "revision"], name="consent_once")]


class Contact(Row):
    """Who asked in an organization's name: name, role and mailbox, enclosed. Erased as the statement's policy says.

    A table of its own, to which no other refers: so the daily rewriting takes what was erased off the disk.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    sign_on = models.OneToOneField(SignOn, on_delete=models.CASCADE, related_name="contact")
    enclosed = models.BinaryField()
