"""A public petition: desk rows, and rows of people that hold no readable address, no time and no order."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organize.models.row import SLUG, AddressedRow, Row
from petitions.petition_states import NameState, PetitionState, Source


class Petition(AddressedRow):
    """Its slug is its place on the desk; `address` is where the public reads it, made when it opens.

    Everything that its pages say in numbers stands in this row, moved by the clock: no page counts supporters.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="petitions")
    campaign = models.ForeignKey("organize.Campaign", on_delete=models.PROTECT, related_name="petitions")
    state = models.CharField(max_length=6, choices=PetitionState, default=PetitionState.DRAFT)
    title = models.CharField(max_length=200)
    addressee = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=60_000)  # Markdown
    language = models.CharField(max_length=7, default="en")
    publisher = models.CharField(max_length=120)  # who asks, as the public reads it; also whose updates are offered
    partners = models.JSONField(default=list)  # names of other organizations that may ask to send updates, by position
    offers_updates = models.BooleanField(default=True)  # of the publisher, by this site's own mail
    looks_first = models.BooleanField(default=False)  # public names wait until somebody of the group has looked
    first_goal = models.PositiveIntegerField(default=100)
    address = models.CharField(max_length=26, unique=True, null=True, validators=[RegexValidator(f"^{SLUG}$")])
    listed = models.BooleanField(default=False)  # whether the campaign's public page leads to it

    opened_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)  # the last day on which it can be signed
    erase_on = models.DateField(null=True)  # the day on which every row of a supporter is erased
    closed_on = models.DateField(null=True)
    erased_on = models.DateField(null=True)

    # Moved by the clock (actions/tallies.py); what stays when all rows are erased.
    confirmed = models.PositiveIntegerField(default=0)
    on_paper = models.PositiveIntegerField(default=0)
    countries = models.JSONField(default=dict)  # {"PT": 120}: of confirmed supporters
    goal = models.PositiveIntegerField(default=0)
    reached = models.JSONField(default=dict)  # {"100": "2026-11-28"}: the day on which a goal was first counted
    counted_on = models.DateField(null=True)
    names_shown = models.PositiveIntegerField(default=0)
    gone = models.JSONField(default=dict)  # {"PT": 1}: of those counted, who left since; the next count takes them off
    has_erased = models.BooleanField(default=False)  # rows were erased since the table was last written anew

    class Meta:
        verbose_name = _("petition")
        constraints = [
            models.CheckConstraint(
                name="petition_public_has_its_days",
                condition=Q(state="draft")
                | Q(address__isnull=False, opened_on__isnull=False, closes_on__isnull=False, erase_on__isnull=False),
            )
        ]

    def __str__(self):
        return self.slug


class KeyHolder(Row):
    """Somebody to whom contacts are sealed. Fixed, with the order, when the petition opens."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="holders")
    position = models.PositiveSmallIntegerField()  # from 1
    name = models.CharField(max_length=80)
    xwing = models.BinaryField(max_length=1216)
    fingerprint = models.CharField(max_length=40)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "position"], name="key_holder_position_once"),
            models.UniqueConstraint(fields=["petition", "fingerprint"], name="key_holder_key_once"),
        ]


class Supporter(Row):
    """One signature. Not a desk row: nothing says when it came; who it is only the key holders can read.

    `name` is empty unless its owner made it public. `tag` leads to no address once the petition's key is destroyed.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")
    tag = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    country = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=120, blank=True)
    sort_key = models.BinaryField(blank=True, default=b"")
    name_state = models.CharField(max_length=7, choices=NameState, default=NameState.PRIVATE)
    source = models.CharField(max_length=5, choices=Source, default=Source.WEB)
    counted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "tag"], name="supporter_once"),
            models.CheckConstraint(
                name="supporter_private_has_no_name",
                condition=~Q(name_state=NameState.PRIVATE) | Q(name="", sort_key=b""),
            ),
        ]
        indexes = [
            models.Index(fields=["petition", "sort_key"], name="supporter_names", condition=Q(name_state="shown")),
            models.Index(fields=["petition", "name_state", "sort_key"], name="supporter_looks",
                         condition=Q(name_state__in=["waiting", "hidden"])),
            models.Index(fields=["petition"], name="supporter_uncounted", condition=Q(counted=False)),
        ]  # fmt: skip


class Sheet(Row):
    """Signatures on paper: how many stand on it, as somebody of the group counted them, and which scan shows it."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="sheets")
    label = models.CharField(max_length=80)
    total = models.PositiveIntegerField()
    scan_sha256 = models.CharField(max_length=64, blank=True)  # the scan itself stays with the group
    collected_on = models.DateField()
    rows = models.PositiveIntegerField(default=0)  # of it, as far as they were taken in

    class Meta:
        ordering = ["collected_on", "label", "id"]
        constraints = [models.UniqueConstraint(fields=["petition", "label"], name="sheet_label_once")]
