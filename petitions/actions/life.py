"""The letter's life by the calendar: it opens, closes, and is released once its last wave has ended."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import bulk, queries
from petitions.actions import batches, waves
from petitions.models import Letter
from petitions.states import LETTER_MOVES, LIVE_WAVE, LetterState, Reminder, WaveKind

NEAR = datetime.timedelta(days=7)
PATIENCE = datetime.timedelta(days=14)  # how long after the delivery an answer is not yet missing


def open_letter(*, letter, at, by=None):
    """Take signatures from now on. Only on or after the letter's first day, and only once all trustees approved."""
    day = batches.day_of(at)
    if day < letter.opens_on:
        raise Refusal(_("This letter opens on a later day. Its trustees and its readers were told that day."), 409)
    return move(letter, "open", moves=LETTER_MOVES, by=by, at=at, receipt_day=batches.next_receipt_day(letter, day))


def may_no_longer_wait(letter, at):
    """Whether an early wave that has its files had the whole day after the last day of signing to be opened.

    After it the clock closes the letter all the same. Nothing is lost: the final wave asks the trustees again.
    """
    return batches.day_of(at) > letter.closes_on + datetime.timedelta(days=1)


def close_letter(*, letter, at, by=None):
    """Take no more signatures, publish what waits, and begin the final notice, in one step.

    An early wave that is not yet complete becomes void with the final notice; one that has its files is waited for by
    people, and by the clock for a day. A letter nobody signed gets no notice.
    """
    with transaction.atomic():
        bulk.lock_waiting()
        letter = queries.locked_letter(letter)
        move(letter, "close", moves=LETTER_MOVES, by=by, at=at)
        letter = waves.take_overdue(letter, by=by, at=at)
        early = waves.live_wave(letter)
        if by is None and early is not None and may_no_longer_wait(letter, at):
            waves.void_wave(wave=early, by=by, at=at)
        else:
            waves.give_up(early, by=by, at=at)
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


def remind(*, letter, at):
    """Write what the organizers should think of today. No trail: nothing was done, and it is not about anybody."""
    reminder = _reminder(letter, batches.day_of(at))
    if reminder != letter.reminder:
        Letter.objects.filter(pk=letter.pk).update(reminder=reminder)


def _reminder(letter, day):
    if letter.state == LetterState.OPEN and letter.closes_on - day <= NEAR:
        return Reminder.CLOSING
    if letter.state == LetterState.CLOSED and letter.destroy_by - day <= NEAR:
        return Reminder.DESTROY
    if letter.state == LetterState.DELIVERED and day - letter.delivered_on >= PATIENCE:
        return Reminder.ANSWER
    return Reminder.NONE
