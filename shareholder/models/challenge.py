from django.db import models

from organize.models.row import Row
from shareholder.models.resolution import Resolution
from shareholder.states import ChallengeKind, ChallengeState


class Challenge(Row):
    """A company's notice that it means to leave a proposal out: on which bases, and what came of it."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="challenges")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=ChallengeKind)
    state = models.CharField(max_length=12, choices=ChallengeState, default=ChallengeState.OPEN)
    bases = models.JSONField(default=list)  # ids of the rulebook's bases, such as "i7"
    noticed_on = models.DateField()
    definitive_on = models.DateField(null=True)  # when the company plans to file its proxy, as its notice says
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["resolution", "number"], name="challenge_number_once"),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=models.Q(state=ChallengeState.OPEN),
                name="one_open_challenge_a_resolution",
            ),
        ]
