"""The clock's and the queue's work for accounts and their mail."""

from django.core.management import call_command

from organize import mail
from organize.models import Outgoing
from organize.queue import enqueue


def clear_sessions():
    """Remove expired sessions: allauth keeps request details in them for a while."""
    call_command("clearsessions")


def send_mail(pk):
    """Send the mail that waits in this row."""
    mail.deliver(pk)


def send_waiting_mail():
    """Find again every mail that the queue lost or that the mail server did not take."""
    for pk in Outgoing.objects.values_list("pk", flat=True):
        enqueue("organize.jobs.send_mail", pk, queue="mail")
