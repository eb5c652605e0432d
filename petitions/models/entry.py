"""Signatures: waiting, and in the public log. No user, address, time or sequence of arrival on any row.

`letter` has no database constraint where rows are written by signatories: a foreign key would lock the letter's row
on every signature. The one statement that inserts checks the letter itself (actions/signing.py).
"""

from django.db import models

from organize.models.row import Row


def loose_letter():
    """A letter's key without a foreign key constraint and without an index of its own."""
    return models.ForeignKey(
        "petitions.Letter", on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )


class Waiting(Row):
    """An accepted entry until the next batch; the table is rewritten in random order after each."""

    letter = loose_letter()
    leaf = models.BinaryField(max_length=32)
    spk = models.BinaryField(max_length=32)
    seq = models.PositiveSmallIntegerField()
    tier = models.PositiveIntegerField(null=True)  # null: a withdrawal; 0: named now; 65535: count only
    entry = models.BinaryField(max_length=583)
    sealed = models.BinaryField()  # the blob; for tier 0 salt ‖ plaintext; else empty

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "spk", "seq"], name="waiting_turn_once")]


class LogEntry(Row):
    """One entry of a letter's append-only log, in log order."""

    letter = loose_letter()
    position = models.PositiveIntegerField()
    leaf = models.BinaryField(max_length=32)
    spk = models.BinaryField(max_length=32)
    seq = models.PositiveSmallIntegerField()
    tier = models.PositiveIntegerField(null=True)
    assisted = models.BooleanField(default=False)
    entry = models.BinaryField(max_length=583)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="log_position_once"),
            models.UniqueConstraint(fields=["letter", "spk", "seq"], name="log_turn_once"),
            models.UniqueConstraint(fields=["letter", "leaf"], name="log_leaf_once"),
        ]


class Blob(Row):
    """The sealed blob of a logged entry; deleted when superseded, withdrawn or destroyed, kept when opened."""

    letter = loose_letter()
    leaf = models.BinaryField(max_length=32)
    blob = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "leaf"], name="blob_once")]


class Statement(Row):
    """What a signatory who is named at once said; salt and text are erased together on withdrawal."""

    letter = loose_letter()
    leaf = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32)
    plaintext = models.BinaryField(max_length=512)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "leaf"], name="statement_once")]


class Checkpoint(Row):
    """A signed tree head, with the counts that were made public with it."""

    letter = models.ForeignKey("petitions.Letter", on_delete=models.CASCADE, related_name="checkpoints")
    size = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    day = models.DateField()
    receipt_day = models.DateField()  # the last day of inclusion that the receipts of this batch name
    note = models.BinaryField()  # exact bytes of the C2SP signed note
    frontier = models.BinaryField()  # the tree's right edge, to append without reading the log
    # {"live", "count_only", "named", "sealed", "assisted", "withdrawn": n, "at": {"25": N(25), …},
    #  "by_tier": {"25": n, …}, "k": the tier that would open now}. All of live entries but "withdrawn".
    counts = models.JSONField()

    class Meta:
        ordering = ["size"]
        constraints = [models.UniqueConstraint(fields=["letter", "size"], name="checkpoint_size_once")]
