"""What runs by the clock and in the queue. Ids only; every job may run twice; the rows decide, the queue only hints.

`tick` is the whole clock. Whatever a queue or a crash loses, the next tick finds again in the rows.
"""

from functools import partial

from django.conf import settings
from django.utils import timezone

from organize.queue import enqueue, turn, wake
from organize.refusals import Refusal
from petitions import mail, publication
from petitions.actions import (
    batches,
    disputes,
    endings,
    erasing,
    life,
    printouts,
    release,
    shredding,
    sums,
    tallies,
    waves,
)
from petitions.actions import petitions as petition_acts
from petitions.documents import delivery
from petitions.models import JointStatement, Letter, Petition, Printout, Wave
from petitions.petition_states import PetitionState
from petitions.states import LetterState, PrintoutState, StatementKind, WaveKind, WaveState

ENDED = (LetterState.DESTROYED, LetterState.CANCELLED)
NO_PASSES = (*ENDED, LetterState.CLOSED, LetterState.RELEASED, LetterState.DELIVERED, LetterState.ANSWERED,
             LetterState.ARCHIVED)  # fmt: skip


def tick(at=None):
    """Do everything that is due for every letter. `at` is for the demo and tests: an aware datetime instead of now."""
    at = at or timezone.now()
    failures = []
    for letter in Letter.objects.exclude(address=None).order_by("pk").iterator():
        failures += _advance(letter, at)
    if failures:
        raise ExceptionGroup("letters whose clock failed", failures)


def _advance(letter, at):
    """Take every step that is due for one letter, each in its own transaction; the exceptions that came up.

    One letter's failure stops no other letter, and one step's none of the later ones: each asks for what it builds on,
    and what destroys keys must not wait for what publishes.
    """
    day, failures = batches.day_of(at), []
    for step in STEPS:
        try:
            step(letter, day, at)
            letter.refresh_from_db()
        except Refusal:
            pass  # a person or another clock was first, or something must end before; the next tick asks again
        except Exception as failure:  # noqa: BLE001  raised by `tick` when all is done
            failures.append(failure)
    return failures


def _open(letter, day, at):
    if letter.state == LetterState.APPROVED and letter.opens_on <= day:
        life.open_letter(letter=letter, at=at)


def _open_names(letter, day, at):
    """What the queue lost: a wave that is opening, or one that has its files on the day it would be given up."""
    for wave in letter.waves.filter(state=WaveState.COLLECTING).select_related("letter"):
        ends = wave.kind == WaveKind.EARLY and _closes(letter, day) and not life.may_no_longer_wait(letter, at)
        if ends and not wave.unopened and waves.may_open(wave):
            release.start_opening(wave=wave, by=None, at=at)
    for pk in letter.waves.filter(state=WaveState.OPENING).values_list("pk", flat=True):
        enqueue("petitions.jobs.open_wave", pk)


def _snapshot(letter, day, at):
    for wave in letter.waves.filter(state=WaveState.ANNOUNCED, snapshot_day__lte=day):
        waves.take_snapshot(wave=wave, at=at)


def _closes(letter, day):
    return letter.state == LetterState.OPEN and letter.closes_on < day


def _close(letter, day, at):
    if _closes(letter, day):
        life.close_letter(letter=letter, at=at)


def _batch(letter, day, at):
    if letter.state in batches.TAKING:
        batches.publish_batch(letter_pk=letter.pk, at=at)


def _finish(letter, day, at):
    if letter.state == LetterState.CLOSED:
        life.finish_letter(letter=letter, at=at)


def _destroy(letter, day, at):
    if letter.destroy_by <= day and letter.state not in ENDED:
        endings.destroy_letter(letter=letter, by=None, at=at)


def _end_passes(letter, day, at):
    if letter.state in NO_PASSES:
        waves.destroy_pass_keys(letter.pk)


def _forget(letter, day, at):
    if letter.state in ENDED:
        disputes.forget_words(letter=letter, at=at)


def _remind(letter, day, at):
    life.remind(letter=letter, at=at)


def _publish(letter, day, at):
    publication.refresh(letter)


def _printout(letter, day, at):
    """Erase a printout that shows what is not public any more; find again one that the queue lost."""
    printout = Printout.objects.filter(letter=letter).first()
    if printout is not None and printout.state == PrintoutState.READY:
        printouts.forget_printout(letter=letter, mark=publication.mark_of(letter))
    elif printout is not None and printout.state == PrintoutState.WAITING:
        enqueue("petitions.jobs.make_printout", printout.pk)


STEPS = (_open, _open_names, _snapshot, _close, _batch, _finish, _destroy, _end_passes, _forget, _remind, _publish,
         _printout)  # fmt: skip


def publish_batch(pk):
    """Publish a letter's batch if one is due."""
    if batches.publish_batch(letter_pk=pk, at=timezone.now()):
        publish_pages(pk)


def open_wave(pk):
    """Open the names of a wave that is opening."""
    if Wave.objects.filter(pk=pk, state=WaveState.OPENING).exists():
        release.open_wave(wave_pk=pk, at=timezone.now())


def publish_pages(pk):
    """Write everything that anyone may fetch about a letter."""
    letter = Letter.objects.exclude(address=None).filter(pk=pk).first()
    if letter is not None:
        publication.publish(letter)


def make_printout(pk):
    """Print a letter with its names, one letter at a time: whoever comes too early is found again by the next tick."""
    with turn(settings.PRINTOUTS_DIR) as is_ours:
        printout = printouts.begin_printout(pk=pk, at=timezone.now()) if is_ours else None
        if printout is None:
            return
        mark = publication.mark_of(printout.letter)
        tell = partial(printouts.tell_printout, pk=printout.pk)
        volumes = delivery.write(printout.letter, printouts.folder_of(printout), tell)
        # What changed in the meantime changed the mark, so that the next tick erases what shows the old state.
        printouts.finish_printout(printout=printout, volumes=volumes, mark=mark, at=timezone.now())


def send_codes():
    """Mail a code to every work address that waits for its first try."""
    mail.send_waiting("petitions.jobs.send_codes")


def send_codes_again():
    """Mail a code to every work address that waits, whatever became of it before."""
    mail.send_again("petitions.jobs.send_codes_again")


def send_waiting_codes():
    """Find again every code that the queue lost or that the mail server did not take."""
    wake("petitions.jobs.send_codes_again", queue="mail")


def tick_petitions(at=None):
    """Count supporters, close and erase what is due. `at`: an aware datetime instead of now, for the demo and tests."""
    at = at or timezone.now()
    failures = []
    for petition in Petition.objects.exclude(state=PetitionState.DRAFT).order_by("pk").iterator():
        try:
            _advance_petition(petition, at)
        except Refusal:
            continue  # somebody moved it a moment ago
        except Exception as failure:  # one petition must not keep the others; raised below
            failures.append(failure)
    if failures:
        raise ExceptionGroup("petitions that were not advanced", failures)


def _advance_petition(petition, at):
    day = at.date()
    if petition.state == PetitionState.ERASED:
        petition_acts.erase_supporters(petition_pk=petition.pk, at=at)
        return
    tallies.count_supporters(petition_pk=petition.pk, at=at)
    if petition.state == PetitionState.OPEN and petition.closes_on < day:
        petition = petition_acts.close_petition(petition=petition, by=None, at=at)
    if petition.erase_on <= day:
        petition_acts.erase_petition(petition=petition, by=None, at=at)


def erase_supporters(pk):
    """Delete the supporters of a petition that has ended."""
    petition_acts.erase_supporters(petition_pk=pk, at=timezone.now())


def shred():
    """Once a day: what was erased leaves the folders of files, the tables' files and the database's log."""
    erasing.sweep_files()
    shredding.rewrite_erased()


def weigh_assets(at=None):
    """Once a day: publish new sums of what investors manage, where they may be. `at`: a datetime instead of now."""
    at = at or timezone.now()
    for statement in JointStatement.objects.filter(kind=StatementKind.INVESTORS).order_by("pk"):
        sums.weigh_assets(statement=statement, at=at)
