"""Releases in waves: the notice, what falls due, the trustees' files, the names that were opened."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organize.models.row import Row
from petitions.models.entry import loose_letter
from petitions.states import LIVE_WAVE, ProposalState, WaveKind, WaveState


class Wave(Row):
    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=WaveKind)
    state = models.CharField(max_length=10, choices=WaveState, default=WaveState.ANNOUNCED)
    previous = models.PositiveSmallIntegerField(default=0)  # number of the last complete wave, 0 = none
    size = models.PositiveIntegerField()  # of the log when the notice was signed
    root = models.BinaryField(max_length=32)
    k_notice = models.PositiveIntegerField()
    announced_on = models.DateField()
    snapshot_day = models.DateField()  # the notice ends at 00:00 UTC of this day
    completed_on = models.DateField(null=True)  # the day on which its names were opened
    notice = models.BinaryField()  # exact bytes of notices/<number>.bin

    # From the snapshot on
    snapshot_size = models.PositiveIntegerField(null=True)
    snapshot_root = models.BinaryField(null=True, max_length=32)
    k = models.PositiveIntegerField(null=True)
    due = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # opened so far, for the progress bar
    named = models.PositiveIntegerField(default=0)
    unopened = models.PositiveIntegerField(default=0)  # would have stayed closed with the files at the last attempt
    despite = models.BooleanField(default=False)  # an organizer said to open the others all the same
    complaints = models.JSONField(default=dict)  # {trustee's position: shares of theirs that were wrong}

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="wave_number_once"),
            models.UniqueConstraint(
                fields=["letter"], condition=Q(state__in=sorted(LIVE_WAVE)), name="one_live_wave_a_letter"
            ),
        ]


class Proposal(Row):
    """One person asks that a wave's names be opened; another one of the group confirms, and only then they are."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="proposals")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.ASKED)
    despite = models.BooleanField(default=False)  # as on the wave: what is confirmed is what was asked

    class Meta:
        verbose_name = _("opening of names")
        constraints = [
            models.UniqueConstraint(
                fields=["wave"], condition=Q(state=ProposalState.ASKED), name="one_open_proposal_a_wave"
            ),
        ]


class Hold(Row):
    """A signatory key whose entry is pending in a wave, or final because its wave is complete.

    One row a key: whoever was counted in an earlier complete wave stays held by that wave.
    """

    letter = loose_letter()
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    spk = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)
    due = models.BooleanField()  # true: sealed and to be opened; false: named now and counted

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "spk"], name="held_once")]
        indexes = [models.Index(fields=["letter", "leaf"], name="held_by_leaf")]  # a wave is read in order of leaf


class ReleaseFile(Row):
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="files")
    trustee = models.PositiveSmallIntegerField()
    sha256 = models.BinaryField(max_length=32)
    opened = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["trustee"]
        constraints = [models.UniqueConstraint(fields=["wave", "trustee"], name="release_file_once")]


class PublishedName(Row):
    """A name anyone may read: opened in a complete wave, or named at once. Always read in `sort_key` order."""

    letter = loose_letter()
    wave = models.ForeignKey(Wave, null=True, on_delete=models.CASCADE, related_name="+")  # null: named at once
    leaf = models.BinaryField(max_length=32)
    tier = models.PositiveIntegerField()
    identity = models.JSONField(null=True)  # {name, title?, team?, note?}; null: what was sealed is not a name
    sort_key = models.BinaryField()  # Unicode collation key of the name, then the leaf: one order on every database
    shape = models.BinaryField(null=True, max_length=16)  # of its UTS 39 skeleton: two names that look alike have one

    class Meta:
        ordering = ["sort_key"]
        constraints = [models.UniqueConstraint(fields=["letter", "leaf"], name="name_once")]
        indexes = [
            models.Index(fields=["letter", "sort_key"], name="names_in_order"),
            models.Index(fields=["letter", "shape"], name="names_by_shape"),
        ]


class Erratum(Row):
    """A published name that its owner disputes: struck, not hidden."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="errata")
    leaf = models.BinaryField(max_length=32)
    reason = models.CharField(max_length=500)
    day = models.DateField()
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "leaf"], name="erratum_once")]
