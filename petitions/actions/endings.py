"""Two ends that erase: a letter that is called off, and a letter whose sealed names have had their day.

What is public stays, so that anyone can still check it: the log, checkpoints, names that were opened or given to be
named at once, statements, codes' leaves. What could still open something goes: sealed envelopes, what waits, the
issuer's key; and so do the words of disputes. Deletion can't be proven; the trustees' destroyed keys are what makes it
final (protocol section 13).
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import bulk, queries
from petitions.actions import batches, waves
from petitions.models import Blob, Dispute, Hold, Redemption, RosterLeaf, Waiting
from petitions.states import LETTER_MOVES, WaveState


def cancel_letter(*, letter, by, at):
    """Call the letter off at any time before its release: signing stops at once, and what is sealed is erased."""
    return _end(letter, "cancel", by=by, at=at)


def destroy_letter(*, letter, by, at):
    """Erase what is still sealed, at the promised day or before; `by` is None when the clock does it."""
    return _end(letter, "destroy", by=by, at=at)


def _end(letter, verb, *, by, at):
    with transaction.atomic():
        bulk.lock_waiting()
        held = queries.locked_letter(letter)
        if verb == "destroy" and held.address is None:
            raise Refusal(_("This letter never had an address: nothing of it was sealed."), 409)
        move(letter, verb, moves=LETTER_MOVES, by=by, at=at)
        if held.state in batches.TAKING:
            # Receipts are kept to the end: who withdrew is withdrawn, and every entry is in the log.
            held = waves.take_overdue(held, by=by, at=at)
            batches.append_batch(held, batches.day_of(at))
        live = waves.live_wave(held)
        if by is None and live is not None:
            waves.void_wave(wave=live, by=by, at=at)  # the promised day does not wait for anything
        else:
            waves.give_up(live, by=by, at=at)
        _erase(held)
        waves.end_passes(held)
        if held.address is not None:
            enqueue("petitions.jobs.publish_pages", letter.pk)
    return letter


def _erase(letter):
    """Delete every envelope that no complete wave was to open, everything that waits, and the words of disputes."""
    opened = Hold.objects.filter(letter=letter, due=True, wave__state=WaveState.COMPLETE)
    Blob.objects.filter(letter=letter).exclude(leaf__in=opened.values("leaf")).delete()
    Waiting.objects.filter(letter=letter).delete()
    # That a published name is disputed stays, so that it can still be struck.
    Dispute.objects.filter(letter=letter).update(text="", answer="")
    if letter.address is None:
        RosterLeaf.objects.filter(letter=letter).delete()
        Redemption.objects.filter(letter=letter).delete()
