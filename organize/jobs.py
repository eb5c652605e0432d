"""The clock's and the queue's work for accounts, their mail and uploads."""

import time

from django.conf import settings
from django.core.management import call_command

from organize import mail
from organize.models import Outgoing
from organize.queue import enqueue

DAY = 24 * 3600


def clear_sessions():
    """Remove expired sessions: allauth keeps request details in them for a while."""
    call_command("clearsessions")


def clear_uploads(now=None):
    """Remove what a killed process left of a large upload more than a day ago. `now`: seconds since 1970."""
    folder, before = settings.FILE_UPLOAD_TEMP_DIR, (now or time.time()) - DAY
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        try:
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
        except FileNotFoundError:
            continue  # its own request ended and removed it


def send_mail(pk):
    """Send the mail that waits in this row."""
    mail.deliver(pk)


def send_waiting_mail():
    """Find again every mail that the queue lost or that the mail server did not take."""
    for pk in Outgoing.objects.values_list("pk", flat=True):
        enqueue("organize.jobs.send_mail", pk, queue="mail")
