"""The letter's life by the calendar: it opens, closes, and is released once its last wave has ended."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import bulk, queries
from petitions.actions import batches, waves
from petitions.states import LETTER_MOVES, LIVE_WAVE, LetterState, WaveKind


def open_letter(*, letter, at, by=None):
    """Take signatures from now on. Only on or after the letter's first day, and only once all trustees approved."""
    day = batches.day_of(at)
    if day < letter.opens_on:
        raise Refusal(_("This letter opens on a later day. Its trustees and its readers were told that day."), 409)
    return move(letter, "open", moves=LETTER_MOVES, by=by, at=at, receipt_day=batches.next_receipt_day(letter, day))


def close_letter(*, letter, at, by=None):
    """Take no more signatures, publish what waits, and begin the final notice, in one step.

    An early wave that is not yet complete becomes void with the final notice. A letter nobody signed gets no notice.
    """
    with transaction.atomic():
        bulk.lock_waiting()
        letter = queries.locked_letter(letter)
        move(letter, "close", moves=LETTER_MOVES, by=by, at=at)
        waves.give_up(waves.live_wave(letter), by=by, at=at)
        batches.append_batch(letter, batches.day_of(at))
        checkpoint = queries.last_checkpoint(letter)
        if checkpoint is not None:
            wave = waves.sign_notice(letter, checkpoint, kind=WaveKind.FINAL, k=letter.tiers[-1], at=at)
            leave_trail(wave, "announce", by=by, at=at)
        waves.end_passes(letter)
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return letter


def finish_letter(*, letter, at, by=None):
    """Call a closed letter released: its final wave is complete or void, or nobody ever signed."""
    with transaction.atomic():
        letter = queries.locked_letter(letter)
        if letter.state == LetterState.CLOSED and letter.waves.filter(state__in=LIVE_WAVE).exists():
            raise Refusal(_("The final wave is still under way."), 409)
        move(letter, "release", moves=LETTER_MOVES, by=by, at=at)
    return letter
