"""A letter with its published names as PDF, made by a job, kept as files until what it shows has changed."""

from django.db import models

from organize.models.row import Row
from petitions.states import PrintoutState


class Printout(Row):
    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    letter = models.OneToOneField("petitions.Letter", on_delete=models.CASCADE, related_name="printout")
    state = models.CharField(max_length=7, choices=PrintoutState, default=PrintoutState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    names = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # names set so far, for the progress bar
    volumes = models.PositiveSmallIntegerField(default=0)
    mark = models.CharField(max_length=64, blank=True)  # of everything public about the letter when it was made
