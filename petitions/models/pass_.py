"""Codes and passes. Not desk rows: nothing says who, when, or in which order (rows are rewritten at random)."""

from django.db import models

from organize.models.row import Row


class RosterLeaf(Row):
    """H(roster ‖ h1) of one code that was made. The code itself is never stored."""

    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="+")
    leaf = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "leaf"], name="roster_leaf_once")]


class Redemption(Row):
    """A code that was used: its h1, and the hash of the one blinded message it may be answered for.

    In work-mail mode `h1` holds the dup tag of the address instead: the constraint gives an address one pass.
    """

    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    h1 = models.BinaryField(max_length=32)
    blinded_sha256 = models.BinaryField(max_length=32)
    # Used when the last batch was published. Only these are ever public, so that publishing anything else between two
    # batches does not tell when a code was used.
    shown = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "h1"], name="code_redeemed_once")]


class Asked(Row):
    """A work address that asked for a code, encrypted, until the mail is sent: then the row is gone.

    Everybody who asks makes such a row, whether or not they asked before: nothing is looked up.
    """

    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    enclosed = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
