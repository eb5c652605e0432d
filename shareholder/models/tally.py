from django.conf import settings
from django.db import models
from django.db.models import Q

from organize.models.row import Row
from shareholder.models.resolution import Resolution
from shareholder.states import TallySource, TallyState


class Tally(Row):
    """The raw counts of one vote, of one class of shares or of all together, from one source. Never a percentage.

    They are public facts of a company's report. A count is empty where the source prints none. A new version never
    changes an older one: amended reports come as new rows, and the older row says that it was replaced.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="tallies")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=TallyState, default=TallyState.PROPOSED)
    share_class = models.CharField(max_length=80, blank=True)  # empty: all classes together
    votes_for = models.PositiveBigIntegerField()
    votes_against = models.PositiveBigIntegerField()
    abstentions = models.PositiveBigIntegerField(null=True)
    broker_non_votes = models.PositiveBigIntegerField(null=True)
    voted_on = models.DateField()
    source = models.CharField(max_length=7, choices=TallySource)
    source_url = models.URLField(max_length=500, blank=True)
    accession = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file that the counts were read from
    quote = models.TextField(max_length=1000, blank=True)  # what the file says there
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    alone = models.BooleanField(default=False)  # nobody else worked on it, who could have confirmed it

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["resolution", "number"], name="tally_number_once"),
            models.UniqueConstraint(
                fields=["resolution", "share_class"], condition=Q(state=TallyState.PROPOSED), name="one_proposed_tally"
            ),
            models.UniqueConstraint(
                fields=["resolution", "share_class"],
                condition=Q(state=TallyState.CONFIRMED),
                name="one_confirmed_tally",
            ),
        ]
