from django.conf import settings
from django.db import models

from organize.models.row import Row


class Feed(Row):
    """A person's own calendar feed. Its address is a secret, of which only a keyed hash is kept.

    What is in the feed is asked anew each time it is fetched: whoever loses a part or a membership loses the days too.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    proof = models.BinaryField(max_length=32, unique=True)
    busy = models.BooleanField(default=False)  # it says "Busy" instead of the company's name
    made_on = models.DateField()
