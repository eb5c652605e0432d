"""The clock's and the queue's work for accounts, their mail, and promises that fall due."""

from django.core.management import call_command
from django.utils import timezone

from organize import mail, queries
from organize.actions import commitments, erasures, mailings, retention, typed
from organize.actions.invitations import expire_invitation
from organize.models import Group, Outgoing, TypedAsk
from organize.queue import enqueue, wake
from organize.refusals import Refusal


def clear_sessions():
    """Remove expired sessions: allauth keeps request details in them for a while."""
    call_command("clearsessions")


def end_invitations(at=None):
    """Let lapse what nobody answered in its days. at: an aware datetime, now unless said."""
    at = at or timezone.now()
    for invitation in queries.invitations_to_end(at.date()):
        try:
            expire_invitation(invitation=invitation, at=at)
        except Refusal:
            continue  # answered or withdrawn a moment ago


def send_mail():
    """Send every mail of an account that waits for its first try."""
    mail.send_waiting("organize.jobs.send_mail", Outgoing, mail.deliver)


def send_mail_again():
    """Send every mail of an account that waits, whatever became of it before."""
    mail.send_again("organize.jobs.send_mail_again", Outgoing, mail.deliver)


def send_waiting_mail():
    """Find again every mail that the queue lost or that the mail server did not take."""
    wake("organize.jobs.send_mail_again", queue="mail")


def send_typed():
    """Mail a code to every address that waits for its first try."""
    mail.send_waiting("organize.jobs.send_typed", TypedAsk, mail.send_typed)


def send_typed_again():
    """Mail a code to every address that waits, whatever became of it before."""
    mail.send_again("organize.jobs.send_typed_again", TypedAsk, mail.send_typed)


def send_waiting_typed(at=None):
    """Find again every code that the queue lost or that the mail server did not take; erase what nobody typed."""
    wake("organize.jobs.send_typed_again", queue="mail")
    typed.forget_typed(at=at or timezone.now())


def send_update(pk):
    """Send the mail of an update that waits in this row."""
    mail.send_update(pk)


def send_some_updates(at=None):
    """The next mails of updates, as many as may go out in a minute."""
    mailings.send_some(at=at or timezone.now())


def mark_overdue(at=None):
    """Find the promises whose last day is over. `at`: an aware datetime instead of now, for the demo and tests."""
    commitments.mark_overdue(at=at or timezone.now())


def erase_due(at=None):
    """Erase what groups keep no longer. One group's failure stops no other; it is told when all have had their turn."""
    at, failures = at or timezone.now(), []
    for pk in queries.every_group():
        try:
            retention.erase_due(group=Group(pk=pk), at=at)
        except Exception as failure:  # noqa: BLE001  raised below
            failures.append(failure)
    if failures:
        raise ExceptionGroup("groups whose clock failed", failures)


def erase(pk):
    """Erase what this confirmed erasure names."""
    erasures.carry_out(pk=pk, at=timezone.now())


def erase_confirmed():
    """Find again every erasure that the queue lost, or whose process ended."""
    for pk in queries.confirmed_erasures():
        enqueue("organize.jobs.erase", pk)
