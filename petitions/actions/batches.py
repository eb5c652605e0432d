"""Publishing a batch: waiting entries enter the log, a signed checkpoint and its counts become public.

Work and memory grow with the batch, never with the log: the tree is continued from its right edge, counts from the
counts before. Rows move inside the database; only leaf hashes and public names pass through here.
"""

import datetime

from django.db import transaction

from petitions import bulk, names, queries, vault
from petitions.actions import heads
from petitions.models import Checkpoint, Letter, Redemption, Waiting
from petitions.sealing import log
from petitions.sealing.checkpoints import sign_checkpoint
from petitions.sealing.encoding import day_number, day_text
from petitions.sealing.opening import identity_json
from petitions.states import LetterState, WaveState

_DAY = datetime.timedelta(days=1)
TAKING = (LetterState.OPEN, LetterState.CLOSED)


def day_of(at):
    """The UTC day of a moment: the only time that signatories' rows and public files ever carry."""
    return at.astimezone(datetime.UTC).date()


def next_receipt_day(letter, day):
    """The last day of the 7-day period, counted from the letter's first day, in which `day` lies."""
    opens, today = day_number(letter.opens_on.isoformat()), day_number(day.isoformat())
    return datetime.date.fromisoformat(day_text(log.receipt_day(opens=opens, day=max(opens, today))))


def is_due(letter, *, day, last_day, newcomers):
    """Whether a batch is to be published on `day`: what receipts promised has come due, or enough people wait.

    last_day: of the last batch, or the letter's first day. newcomers: keys whose first signature waits.
    """
    if is_promised(letter, day):
        return True
    passed = day - last_day >= datetime.timedelta(hours=letter.batch_hours)
    return passed and newcomers >= letter.batch_min


def is_promised(letter, day):
    """Whether the last day that receipts name is over."""
    return day > letter.receipt_day


def date_of(letter, day):
    """The date of a batch published on `day`: after every snapshot that was taken, and never before the last batch.

    So what a snapshot holds follows from the log alone: nothing else ever carries its date (sealing.waves.snapshot_of).
    A batch on the very day of a snapshot is dated a day ahead.
    """
    taken = letter.waves.filter(snapshot_size__isnull=False).order_by("-snapshot_day").first()
    last = queries.last_checkpoint(letter)
    return max([day, *([taken.snapshot_day + _DAY] if taken else []), *([last.day] if last else [])])


def publish_batch(*, letter_pk, at, forced=False):
    """The new Checkpoint, or None when no batch is due, or nothing waits for a forced one.

    While a notice's end is overdue the snapshot comes first (waves.take_snapshot publishes that batch itself).
    """
    day = day_of(at)
    letter = Letter.objects.get(pk=letter_pk)
    # Asked once without the lock, so that a clock that finds nothing to do holds nobody back.
    if not _may_publish(letter, day) or not (forced or _is_unweighed(letter, day) or is_promised(letter, day)):
        return None
    with transaction.atomic():
        bulk.lock_waiting()
        letter = Letter.objects.get(pk=letter_pk)
        if not _may_publish(letter, day) or not (forced or _is_due_now(letter, day)):
            return None
        return append_batch(letter, day)


def _may_publish(letter, day):
    if letter.state not in TAKING:
        return False
    # Nothing but the snapshot's own batch may carry the snapshot's date, or come between its day and its taking.
    return not letter.waves.filter(state=WaveState.ANNOUNCED, snapshot_day__lte=date_of(letter, day)).exists()


def _is_unweighed(letter, day):
    return letter.weighed_on is None or letter.weighed_on < day


def _is_due_now(letter, day):
    """The rule, under the lock. How many wait is asked once a UTC day: else a batch would tell when the last one came.

    On the day after the last day of signing the first look publishes what waits, also when something keeps the letter
    from closing: trustees refuse signatures that they see later than that.
    """
    newcomers = 0
    if _is_unweighed(letter, day):
        Letter.objects.filter(pk=letter.pk).update(weighed_on=day)
        if letter.state == LetterState.OPEN and letter.closes_on < day:
            return True
        # One key has one first turn, so these rows are people.
        newcomers = Waiting.objects.filter(letter=letter, seq=0).count()
    last = queries.last_checkpoint(letter)
    return is_due(letter, day=day, last_day=last.day if last else letter.opens_on, newcomers=newcomers)


def append_batch(letter, day, *, dated=None):
    """Move all waiting entries of `letter` into its log, on `day`. The caller holds bulk.lock_waiting.

    dated: the date of a snapshot's own batch, which it carries also when it is late. The new Checkpoint, or None if
    nothing waited (sizes strictly increase).
    """
    last = queries.last_checkpoint(letter)
    dated = dated or date_of(letter, day)
    if last and dated < last.day:
        raise RuntimeError("a batch would be dated before the last one")
    promised = letter.receipt_day
    letter.receipt_day = max(promised, next_receipt_day(letter, day))
    Letter.objects.filter(pk=letter.pk).update(receipt_day=letter.receipt_day)
    leaves = bulk.rows(_LEAVES, (letter.pk.hex,))
    if not leaves:
        bulk.shuffle(Redemption)
        return None
    tree = log.Frontier.load(bytes(last.frontier)) if last else log.Frontier()
    size = tree.size
    for (leaf,) in leaves:
        tree.append(leaf)
    counts = heads.counts_after_batch(letter, last.counts if last else None)
    _move_rows(letter, size)
    root = tree.root()
    checkpoint = Checkpoint.objects.create(
        letter=letter,
        size=tree.size,
        root=root,
        day=dated,
        receipt_day=promised,
        note=_note(letter, tree.size, root, dated),
        frontier=tree.dump(),
        counts=counts,
    )
    # Whoever is in this log used a code before their signature was accepted, so before the lock was had.
    Redemption.objects.filter(letter=letter, shown=False).update(shown=True)
    # What is left in either table lies there in random order: it must not be matched with the order of anything else.
    bulk.shuffle(Waiting)
    bulk.shuffle(Redemption)
    return checkpoint


def _note(letter, size, root, day):
    facts = queries.letter_facts(letter.address)
    return sign_checkpoint(
        vault.log_seed(),
        origin=facts.manifest.log.origin,
        letter_id=facts.letter_id,
        size=size,
        root=root,
        day=day_number(day.isoformat()),
    )


# What an entry of this batch replaces or withdraws is erased first: ciphertext, statement and public name.
_ERASE = """
DELETE FROM {table} WHERE letter_id = %(letter)s AND leaf IN (
    SELECT l.leaf FROM petitions_logentry l JOIN petitions_waiting w
    ON w.letter_id = l.letter_id AND w.spk = l.spk AND l.seq = w.seq - 1 WHERE l.letter_id = %(letter)s)
"""
_HOLDING_TEXT = ("petitions_blob", "petitions_statement", "petitions_publishedname")
_LOG = """
INSERT INTO petitions_logentry (id, letter_id, position, leaf, spk, seq, tier, assisted, entry)
SELECT {new_id}, letter_id, %(size)s - 1 + row_number() OVER (ORDER BY leaf), leaf, spk, seq, tier,
       (tier IS NOT NULL AND substr(entry, 39, 1) = %(assisted)s), entry
FROM petitions_waiting WHERE letter_id = %(letter)s ORDER BY leaf
"""
_NEWEST = """NOT EXISTS (
    SELECT 1 FROM petitions_waiting n WHERE n.letter_id = w.letter_id AND n.spk = w.spk AND n.seq > w.seq)
"""
_BLOBS = """
INSERT INTO petitions_blob (id, letter_id, leaf, blob)
SELECT {new_id}, letter_id, leaf, sealed FROM petitions_waiting w
WHERE letter_id = %(letter)s AND tier > 0 AND tier < 65535 AND {newest} ORDER BY leaf
"""
_STATEMENTS = """
INSERT INTO petitions_statement (id, letter_id, leaf, salt, plaintext)
SELECT {new_id}, letter_id, leaf, substr(sealed, 1, 32), substr(sealed, 33, 512)
FROM petitions_waiting w WHERE letter_id = %(letter)s AND tier = 0 AND {newest} ORDER BY leaf
"""
_NAMED = """
SELECT leaf, substr(sealed, 33, 512) FROM petitions_waiting w
WHERE letter_id = %s AND tier = 0 AND {newest} AND leaf > %s ORDER BY leaf LIMIT %s
"""
_LEAVES = "SELECT leaf FROM petitions_waiting WHERE letter_id = %s ORDER BY leaf"
_CLEAR = "DELETE FROM petitions_waiting WHERE letter_id = %(letter)s"


def _move_rows(letter, size):
    """Entries into the log from position `size` on, with what they sealed or said, unless it is replaced already."""
    given = {"letter": letter.pk.hex, "size": size, "assisted": b"\x01"}
    for table in _HOLDING_TEXT:
        bulk.run(_ERASE.format(table=table), given)
    for sql in (_LOG, _BLOBS, _STATEMENTS):
        bulk.run(sql.format(new_id=bulk.new_id(), newest=_NEWEST), given)
    named = bulk.by_leaf(_NAMED.format(newest=_NEWEST), (letter.pk.hex,))
    names.publish(letter, None, ((leaf, 0, identity_json(plain)) for leaf, plain in named))
    bulk.run(_CLEAR, given)
