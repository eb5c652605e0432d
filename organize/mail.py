"""Letters to people: plain text, from templates, never with anything a person wrote in the subject."""

import logging
import secrets
import smtplib
import time

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from organize import offers
from organize.actions.post import read_mail
from organize.models import Outgoing

log = logging.getLogger("organize.mail")
MOST_TRIES = 60  # the sweep comes once a minute; what a server refused for an hour is outdated anyway
WINDOW = 120
PERMANENT = 500  # an SMTP status from here on is final


def send(*, to, subject, text):
    """Hand one mail to the mail server now. Only jobs may wait for a mail server."""
    # Django's own Message-ID would carry the host's name, the process and the moment.
    sender = settings.DEFAULT_FROM_EMAIL
    headers = {"Message-ID": f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2].rstrip('>')}>"}
    EmailMessage(subject=subject, body=text, from_email=sender, to=[to], headers=headers).send()


def claim(row, *, now=None):
    """Whether this process may send for `row` now: two would send it twice, and no transaction waits for a server.

    A process that died holds its claim until the end of the next window of two minutes.
    """
    now = time.time() if now is None else now
    return cache.add(_claim(row), 1, (int(now // WINDOW) + 2) * WINDOW - int(now))


def release(row):
    """Let the next try begin at once."""
    cache.delete(_claim(row))


def _claim(row):
    return f"mail:{row.pk.hex}"


def attempt(row, mail):
    """Send `mail` for a claimed row and delete the row; when the server cannot take it now, count the try and keep it.

    A row that no server will ever take is deleted. Nothing that is logged says to whom.
    """
    model = type(row)._base_manager.filter(pk=row.pk)
    try:
        send(**mail)
    except smtplib.SMTPRecipientsRefused as error:
        if any(status < PERMANENT for status, _words in error.recipients.values()):
            _try_again(row, model, error)
            return
        log.warning("the mail server refused a recipient: this mail is given up")
    except (OSError, smtplib.SMTPException) as error:
        _try_again(row, model, error)
        return
    model.delete()


def _try_again(row, model, error):
    log.warning("the mail server did not take a mail (%s): the next sweep tries again", type(error).__name__)
    model.update(tries=F("tries") + 1)
    model.filter(tries__gte=MOST_TRIES).delete()
    release(row)


def deliver(pk):
    """Send the mail that waits in the Outgoing row `pk`; nothing happens when it is gone."""
    row = Outgoing.objects.filter(pk=pk).first()
    if row is None or not claim(row):
        return
    mail = read_mail(row=row)
    if mail is None or not mail.pop("is_sent"):
        row.delete()
        return
    attempt(row, mail)


def invitation(code):
    """{"subject", "text"} of the mail that offers a place: it names no group, no person and no purpose."""
    context = {"code": offers.spaced(code), "address": settings.PUBLIC_ORIGIN + reverse("join")}
    subject = render_to_string("emails/invitation.subject.txt").strip()
    return {"subject": subject, "text": render_to_string("emails/invitation.body.txt", context)}
