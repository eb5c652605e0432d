"""The clock's and the queue's work for accounts, their mail, and promises that fall due."""

from django.core.management import call_command
from django.utils import timezone

from organize import mail, queries
from organize.actions import commitments
from organize.actions.invitations import expire_invitation
from organize.models import Outgoing
from organize.queue import enqueue
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


def send_mail(pk):
    """Send the mail that waits in this row."""
    mail.deliver(pk)


def send_waiting_mail():
    """Find again every mail that the queue lost or that the mail server did not take."""
    for pk in Outgoing.objects.values_list("pk", flat=True):
        enqueue("organize.jobs.send_mail", pk, queue="mail")


def mark_overdue(at=None):
    """Find the promises whose last day is over. `at`: an aware datetime instead of now, for the demo and tests."""
    commitments.mark_overdue(at=at or timezone.now())
