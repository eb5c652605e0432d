from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from organize.models.row import SLUG, AddressedRow, Row
from shareholder.models.meeting import Meeting
from shareholder.states import Band, ResolutionState, Rung, Stance


class Lineage(Row):
    """Proposals about one matter at one company, as people have linked them: a judgement, never computed."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("organize.Company", on_delete=models.PROTECT, related_name="lineages")
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["title", "id"]


class Resolution(AddressedRow):
    """One proposal for one meeting. Who files it is in Filing, what happened in Step, what it says in Version."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey("organize.Campaign", on_delete=models.PROTECT, related_name="resolutions")
    company = models.ForeignKey("organize.Company", on_delete=models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="resolutions")
    lineage = models.ForeignKey(Lineage, on_delete=models.PROTECT, null=True, related_name="resolutions")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)  # a short name for people, not the proposal's own title
    state = models.CharField(max_length=20, choices=ResolutionState, default=ResolutionState.IDEA)
    in_dialogue = models.BooleanField(default=False)
    in_litigation = models.BooleanField(default=False)
    listed = models.BooleanField(default=False)  # the campaign's public page tells of it, from filing on
    # On its public page, made when it is first listed; its slug is its place on the desk.
    address = models.CharField(max_length=26, unique=True, null=True, validators=[RegexValidator(f"^{SLUG}$")])

    signup_ends_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)  # when it is to be sent
    frozen = models.PositiveSmallIntegerField(null=True)  # number of the Version that is filed
    sent_on = models.DateField(null=True)
    received_on = models.DateField(null=True)  # by the company: starts its 14 days
    revised_on = models.DateField(null=True)  # the company got what the staff had made a condition
    noticed_on = models.DateField(null=True)  # a notice of defects about the lead's papers was received
    item_number = models.CharField(max_length=10, blank=True)  # on the ballot
    board_says = models.CharField(max_length=9, choices=Stance, blank=True)
    ended_on = models.DateField(null=True)
    rung = models.CharField(max_length=10, choices=Rung, blank=True)  # of the ladder, after a missed promise

    total = models.CharField(max_length=12, choices=Band, blank=True)  # band of what filers declared together
    total_on = models.DateField(null=True)  # the set day from which it is
    weighed_on = models.DateField(null=True)  # the last set day, whether or not a new one could be shown then

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["group", "state"], name="resolutions_by_state")]

    def __str__(self):
        return self.title


class Version(Row):
    """The words of a proposal at one time. A new edit is a new version; none is ever changed."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300, blank=True)
    body = models.TextField(max_length=20_000)  # resolved clause and supporting statement
    notes = models.TextField(max_length=5_000, blank=True)  # footnotes, and words in graphics
    lenient = models.PositiveIntegerField()
    strict = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["resolution", "number"], name="resolution_version_once")]


class Intention(Row):
    """How one investor says that it will vote: its own decision alone, no agreement with anybody.

    filing: whose own word it is, where a filer says it here itself; nobody else changes it.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="intentions")
    investor = models.CharField(max_length=200)
    stance = models.CharField(max_length=9, choices=Stance)
    why = models.TextField(max_length=2000, blank=True)
    on = models.DateField()
    listed = models.BooleanField(default=False)  # on the public page: only where the investor said so itself
    filing = models.ForeignKey("shareholder.Filing", on_delete=models.SET_NULL, null=True, related_name="intentions")

    class Meta:
        ordering = ["investor", "id"]
        constraints = [models.UniqueConstraint(fields=["resolution", "investor"], name="one_intention_an_investor")]
