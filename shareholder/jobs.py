"""What runs by the clock and in the queue. Ids only; every job may run twice, or late."""

from functools import partial

from django.conf import settings
from django.utils import timezone

from organize.queue import enqueue, turn
from shareholder import board_queries, fund_queries, mail
from shareholder.actions import funds, reminders, totals
from shareholder.readers import npx_apart
from shareholder.readers.refused import Unreadable


def weigh_bands(at=None):
    """Weigh what filers declared together, in the first week of a month: how many resolutions."""
    return totals.weigh_bands(at=at or timezone.now())


def remind(at=None):
    """Leave the mails of those who want to be reminded of days that are near: how many."""
    at, words, sent, failures = at or timezone.now(), mail.reminder(), 0, []
    for one in board_queries.reminders():
        try:
            sent += reminders.remind(reminder=one, mail=words, at=at)
        except Exception as failure:  # noqa: BLE001  raised below, when everybody has had their turn
            failures.append(failure)
    if failures:
        raise ExceptionGroup("reminders that failed", failures)
    return sent


def read_fund_report(pk, tell=None):
    """Read an uploaded filing, one at a time: whoever comes too early is found again by the next sweep.

    tell(bytes read so far): for whoever waits for it at a terminal.
    """
    with turn(settings.REPORTS_DIR) as is_ours:
        report = funds.begin_fund_report(pk=pk, at=timezone.now()) if is_ours else None
        files = funds.files_of(report) if report else []
        if not files:  # lost with a disk: it is given up after some tries
            return
        try:
            found = npx_apart.read(files, fund_queries.wanted_of(report), partial(_tell, report.pk, tell))
        except FileNotFoundError:  # taken away by somebody meanwhile
            return
        except Unreadable as refusal:
            funds.refuse_fund_report(report=report, sentence=str(refusal), at=timezone.now())
        else:
            funds.finish_fund_report(report=report, found=found, at=timezone.now())


def _tell(pk, also, done):
    funds.tell_fund_report(pk=pk, done=done)
    if also:
        also(done)


def sweep_fund_reports(at=None):
    """Find again every filing that the queue lost; erase what nobody confirmed in time."""
    for pk in fund_queries.waiting_reports():
        enqueue("shareholder.jobs.read_fund_report", pk)
    funds.forget_fund_reports(at=at or timezone.now())
