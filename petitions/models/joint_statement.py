"""A statement that organizations sign, in several languages and, where it had to change, in several revisions."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organize.models.row import SLUG, AddressedRow, Row
from petitions.states import KeptContact, RevisionState, StatementKind, StatementState


class JointStatement(AddressedRow):
    """Its slug is its place on the desk; `address` is where the public reads it, made when it is first published."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="joint_statements")
    campaign = models.ForeignKey("organize.Campaign", on_delete=models.PROTECT, related_name="joint_statements")
    state = models.CharField(max_length=9, choices=StatementState, default=StatementState.DRAFT)
    kind = models.CharField(max_length=9, choices=StatementKind, default=StatementKind.ORGANIZATIONS)
    title = models.CharField(max_length=200)  # of the revision in force, in its first language: for lists
    language = models.CharField(max_length=7, default="en")  # the first one, that of the title and the addressees
    address = models.CharField(max_length=26, unique=True, null=True, validators=[RegexValidator(f"^{SLUG}$")])
    articles = models.JSONField(default=list)  # words that do not count when names are sorted by their beginning
    contacts = models.CharField(max_length=8, choices=KeptContact, default=KeptContact.DECISION)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217, of the assets of investors
    listed = models.BooleanField(default=False)  # whether the campaign's public page leads to it

    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    milestones = models.JSONField(default=dict)  # {"25": the day on which 25 were listed for the first time}

    # The last published sum of assets (petitions.assets): what was rounded is not kept anywhere else.
    sum_shown = models.DecimalField(max_digits=24, decimal_places=0, null=True)
    sum_of = models.PositiveIntegerField(default=0)  # how many investors are in it
    sum_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("joint statement")
        constraints = [
            models.CheckConstraint(
                name="joint_statement_public_has_an_address",
                condition=Q(state__in=["draft", "cancelled"]) | Q(address__isnull=False, opened_on__isnull=False),
            ),
            models.CheckConstraint(
                name="joint_statement_of_investors_has_a_currency",
                condition=~Q(kind=StatementKind.INVESTORS) | ~Q(currency=""),
            ),
        ]

    def __str__(self):
        return self.slug


class Revision(Row):
    """One text in all its languages. `frozen_on`: the day the first organization signed it; nothing changes after."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(JointStatement, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()  # from 1
    state = models.CharField(max_length=8, choices=RevisionState, default=RevisionState.DRAFT)
    addressees = models.JSONField(default=list)  # [[name, title], …] in order
    why = models.CharField(max_length=500, blank=True)  # what changed and why, for those who signed before
    frozen_on = models.DateField(null=True)
    proposed_on = models.DateField(null=True)
    adopted_on = models.DateField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["statement"], condition=Q(state=RevisionState.CURRENT), name="one_revision_in_force"
            ),
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(state__in=[RevisionState.DRAFT, RevisionState.PROPOSED]),
                name="one_revision_on_its_way",
            ),
        ]


class Wording(Row):
    """The words of a revision in one language."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=7, choices=settings.LANGUAGES)
    title = models.CharField(max_length=200)
    body = models.TextField()  # Markdown
    demands = models.JSONField(default=list)  # texts in order; as many in every language

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["revision", "language"], name="wording_once_per_language")]
