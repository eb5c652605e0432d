from django.conf import settings
from django.db import models

from organize.models.row import Row


class Reminder(Row):
    """That a person wants mails before days that are near. Who does not has no row: nobody has one unasked.

    What is near is asked anew each day. `looked_on` is the person's own day up to which that was done, so that a clock
    that comes late misses no day, and one that comes twice sends nothing twice.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    looked_on = models.DateField()
