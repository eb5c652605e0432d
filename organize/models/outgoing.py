from django.db import models

from organize.models.row import Row


class Outgoing(Row):
    """A mail of an account that waits: to whom, subject and text, encrypted. The row is gone once it is sent."""

    enclosed = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
