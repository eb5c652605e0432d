"""A letter, what it asks for and whom it is written to: desk rows, edited until the freeze and never after."""

from django.db import models
from django.db.models import Q

from organize.models.row import AddressedRow, Row
from petitions.states import LetterState, PassMode, Reminder


def default_tiers():
    return [25, 50, 100, 250]


class Letter(AddressedRow):
    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="letters")
    campaign = models.ForeignKey("organize.Campaign", on_delete=models.PROTECT, related_name="letters")
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT)

    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # Markdown, as the organizer wrote it
    language = models.CharField(max_length=7, default="en")

    tiers = models.JSONField(default=default_tiers)  # strictly ascending numbers of people, 1..65534
    margin = models.PositiveIntegerField(default=3)  # added to every tier before anything opens
    count_public = models.BooleanField(default=True)  # names given now count towards the tiers
    deliver_at = models.PositiveIntegerField(default=100)  # live signatures at which the letter may be delivered
    needed = models.PositiveSmallIntegerField(default=2)  # t: trustees who must open together
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)  # the last day a signature is taken
    destroy_by = models.DateField(null=True)
    notice_hours = models.PositiveSmallIntegerField(default=72)
    batch_min = models.PositiveSmallIntegerField(default=5)
    batch_hours = models.PositiveSmallIntegerField(default=24)

    mode = models.CharField(max_length=5, choices=PassMode, default=PassMode.CODE)
    domains = models.JSONField(default=list)  # work mail only: what an address may end in, ASCII, lower case

    # What signatories may say about themselves: short lists, in the manifest from the freeze on. Empty: free text.
    offices = models.JSONField(default=list)
    roles = models.JSONField(default=list)  # families of roles

    scope = models.BinaryField(null=True, max_length=32)  # made when trustees are invited
    issuer_spki = models.BinaryField(null=True)  # made with the codes; the private half is a file, see vault.py
    roster_root = models.BinaryField(null=True, max_length=32)
    roster_size = models.PositiveIntegerField(default=0)

    # From here on: written once, at the freeze.
    letter_id = models.BinaryField(null=True, max_length=32)
    address = models.CharField(null=True, max_length=32)  # base32(letter_id[:20]), the /l/ address
    manifest = models.BinaryField(null=True)  # exact bytes as served
    letter_md = models.BinaryField(null=True)  # exact bytes as served
    client_sha256 = models.CharField(max_length=64, blank=True)  # hex; the files are kept in var/clients/

    # The last day of inclusion that receipts name now. Batches move it, under the lock on waiting entries, so that all
    # entries of one batch carry the same promise and nothing per entry needs to be kept.
    receipt_day = models.DateField(null=True)
    # The last UTC day on which it was asked whether enough people wait for a batch. Once a day, or the minute in which
    # the fifth person signed would be public.
    weighed_on = models.DateField(null=True)

    frozen_on = models.DateField(null=True)
    reminder = models.CharField(max_length=10, choices=Reminder, default=Reminder.NONE, blank=True)
    delivered_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)  # the company's answer, in the organizers' words
    listed = models.BooleanField(default=False)  # whether the campaign's public page leads to it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter_id"], name="letter_id_once"),
            models.UniqueConstraint(fields=["address"], name="letter_address_once"),
            models.UniqueConstraint(fields=["scope"], name="letter_scope_once"),
            models.CheckConstraint(
                name="letter_frozen_has_an_address",
                condition=Q(state__in=["draft", "inviting", "coded", "cancelled"]) | Q(address__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_days_in_order",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(destroy_by__isnull=True)
                | Q(opens_on__lte=models.F("closes_on"), closes_on__lt=models.F("destroy_by")),
            ),
        ]

    def __str__(self):
        return self.slug


class Demand(Row):
    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="demands")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="demand_number_once")]


class Addressee(Row):
    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="addressees")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)  # a person or a body: "the board of …"
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="addressee_number_once")]
