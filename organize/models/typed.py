from django.db import models

from organize.models.row import Row


class TypedAsk(Row):
    """Somebody asked for a code by mail: address and what waits for it, encrypted, until the mail is sent or not.

    Everybody who asks makes such a row, whether or not they asked before: nothing is looked up.
    """

    enclosed = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)


class TypedCode(Row):
    """A code that was mailed and may be typed once: its keyed hash, and what waits, under a key that takes the code.

    `ends` counts half-hours since 1970 and is the same for all codes of a half-hour.
    """

    proof = models.BinaryField(max_length=32, unique=True)
    enclosed = models.BinaryField()
    ends = models.PositiveIntegerField(db_index=True)
