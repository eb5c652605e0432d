"""Printing a letter with its names: ordered by an organizer, made by a job, gone when anything in it has changed."""

import shutil

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import queries
from petitions.models import Printout
from petitions.states import PRINTOUT_MOVES, PrintoutState

MOST_TRIES = 3
NO_ADDRESS = _("A letter has its address and its final text from the freeze on. There is nothing to print before.")


def folder_of(printout):
    """Where the files of a printout lie, each <number>.pdf."""
    return settings.PRINTOUTS_DIR / printout.pk.hex


def order_printout(*, letter, by, at):
    """Have the letter printed with the names that are public now, in place of an older printout; the Printout."""
    with transaction.atomic():
        held = queries.locked_letter(letter)
        if held.address is None:
            raise Refusal(NO_ADDRESS, 409)
        older = Printout.objects.filter(letter=held).first()
        if older is not None and older.state == PrintoutState.WAITING:
            raise Refusal(_("This is being made already."), 409)
        if older is not None:
            _erase(older)
        ordered = Printout.objects.create(group_id=held.group_id, letter=held)
        leave_trail(ordered, "order printout", by=by, at=at)
        enqueue("petitions.jobs.make_printout", ordered.pk)
    return ordered


def begin_printout(*, pk, at):
    """The waiting Printout to make now, with its letter; None when there is nothing to do, or it failed too often."""
    found = Printout.objects.select_related("letter").filter(pk=pk, state=PrintoutState.WAITING).first()
    if found is None:
        return None
    if found.tries >= MOST_TRIES:
        move(found, "give up printout", moves=PRINTOUT_MOVES, by=None, at=at)
        return None
    Printout.objects.filter(pk=pk).update(tries=F("tries") + 1, done=0)
    return found


def tell_printout(*, pk, done, names):
    """Say how far it is: `done` of `names` are set."""
    Printout.objects.filter(pk=pk, state=PrintoutState.WAITING).update(done=done, names=names)


def finish_printout(*, printout, volumes, mark, at):
    """Its files are whole. Nothing happens when another process finished it first."""
    if Printout.objects.filter(pk=printout.pk, state=PrintoutState.WAITING).exists():
        move(printout, "finish printout", moves=PRINTOUT_MOVES, by=None, at=at, volumes=volumes, mark=mark)


def forget_printout(*, letter, mark):
    """Erase the letter's printout if it shows anything that is not public any more. `mark`: of what is public now."""
    with transaction.atomic():
        for old in Printout.objects.filter(letter=letter, state=PrintoutState.READY).exclude(mark=mark):
            _erase(old)


def _erase(printout):
    folder = folder_of(printout)
    printout.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
