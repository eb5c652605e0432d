"""Letters to people: plain text, from templates, never with anything a person wrote in the subject.

What waits for its mail is a row of Outgoing, TypedAsk or petitions' Asked. One job sends all that wait for their first
try, on one connection; the clock's sends again what the mail server did not take and what the queue lost.
"""

import logging
import secrets
import smtplib
import time
from contextlib import closing

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from organize import offers, subscriptions
from organize.actions import mailings, typed
from organize.actions.post import read_mail
from organize.models import Outgoing, TypedAsk
from organize.queue import started, wake

log = logging.getLogger("organize.mail")
MOST_TRIES = 60  # the sweep comes once a minute; what a server refused for an hour is outdated anyway
WINDOW = 120
PERMANENT = 500  # an SMTP status from here on is final
TURN = 10  # seconds after which a job of mails makes way for what else the worker has to do
PAUSE = 0.2  # seconds that it waits for more after it found several at once
ON_A_LINE = 100  # mails on one connection: many servers close it after some number, and none after so few


def send(*, to, subject, text, headers=None, line=None):
    """Hand one mail to the mail server now. Only jobs may wait for a mail server. headers: {name: value} of its own.

    line: a connection of django.core.mail, opened when it is not, that stays open; without it the mail has its own.
    """
    if line is not None:
        line.open()
    # Django's own Message-ID would carry the host's name, the process and the moment.
    sender = settings.DEFAULT_FROM_EMAIL
    named = {"Message-ID": f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2].rstrip('>')}>"} | (headers or {})
    EmailMessage(subject=subject, body=text, from_email=sender, to=[to], headers=named, connection=line).send()


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


def attempt(row, mail, *, line=None):
    """Send `mail` for a claimed row and delete the row; when the server cannot take it now, count the try and keep it.

    A row that no server will ever take is deleted. Nothing that is logged says to whom.
    """
    model = type(row)._base_manager.filter(pk=row.pk)
    try:
        send(**mail, line=line)
    except smtplib.SMTPRecipientsRefused as error:
        _hang_up(line)
        if any(status < PERMANENT for status, _words in error.recipients.values()):
            _try_again(row, model, error)
            return
        log.warning("the mail server refused a recipient: this mail is given up")
    except (OSError, smtplib.SMTPException) as error:
        _hang_up(line)
        _try_again(row, model, error)
        return
    model.delete()


def _hang_up(line):
    """Whatever a mail server did to one mail, the next one has a fresh connection."""
    if line is not None:
        line.close()


def _try_again(row, model, error):
    log.warning("the mail server did not take a mail (%s): the next sweep tries again", type(error).__name__)
    model.update(tries=F("tries") + 1)
    model.filter(tries__gte=MOST_TRIES).delete()
    release(row)


def send_waiting(job, model, send_one):
    """Send all mails of `model` that wait for their first try. job: the dotted name with which `wake` started this.

    send_one: deliver, send_typed or another function of (pk, *, at, line). What is left after a turn has another one.
    """
    started(job)
    until = time.monotonic() + TURN
    try:
        _send_each(model.objects.filter(tries=0), send_one, until)
    finally:
        if time.monotonic() >= until:
            wake(job, queue="mail")


def send_again(job, model, send_one):
    """Send all mails of `model` that wait, those last which were tried most: what was lost, and what was refused."""
    started(job)
    _send_each(model.objects.order_by("tries"), send_one, time.monotonic() + TURN)


def _send_each(rows, send_one, until):
    failures = []
    with closing(get_connection()) as line:
        for number, pk in enumerate(_keys(rows, until), 1):
            try:
                send_one(pk, at=timezone.now(), line=line)
            except Exception as failure:  # noqa: BLE001  a bug in one mail must not keep the others; raised below
                failures.append(failure)
            if number % ON_A_LINE == 0:
                line.close()
    if failures:
        raise ExceptionGroup("mails that could not be made", failures)


def _keys(rows, until):
    """The keys of `rows` and of those that come meanwhile, each once, until there is none left or the turn is over."""
    given = set()
    while fresh := [pk for pk in rows.values_list("pk", flat=True) if pk not in given]:
        for pk in fresh:
            if time.monotonic() >= until:
                return
            given.add(pk)
            yield pk
        if len(fresh) > 1:  # a crowd: to start a job for every few would cost more than their mails
            time.sleep(PAUSE)


def deliver(pk, *, at=None, line=None):
    """Send the mail that waits in the Outgoing row `pk`; nothing happens when it is gone."""
    row = Outgoing.objects.filter(pk=pk).first()
    if row is None or not claim(row, now=at and at.timestamp()):
        return
    mail = read_mail(row=row)
    if mail is None or not mail.pop("is_sent"):
        row.delete()
        return
    attempt(row, mail, line=line)


def send_typed(pk, *, at, line=None):
    """Send a fresh code to the address in the TypedAsk row `pk`, and forget it; nothing happens when it is gone."""
    row = TypedAsk.objects.filter(pk=pk).first()
    if row is None or not claim(row, now=at.timestamp()):
        return
    made = typed.make_code(row=row, at=at)
    if made is None:
        row.delete()
        return
    address, code = made
    attempt(row, {"to": address} | code_words(typed.spaced(code)), line=line)


def code_words(shown):
    """{"subject", "text"} of the one mail with a code: the same words for everybody, whatever the code is for."""
    # One language for all: the mail must not tell which edition of a page somebody read.
    with translation.override("en"):
        subject = render_to_string("account/email/login_code_subject.txt").strip()
        return {"subject": subject, "text": render_to_string("account/email/login_code_message.txt", {"code": shown})}


def invitation(code):
    """{"subject", "text"} of the mail that offers a place: it names no group, no person and no purpose."""
    context = {"code": offers.spaced(code), "address": settings.PUBLIC_ORIGIN + reverse("join")}
    subject = render_to_string("emails/invitation.subject.txt").strip()
    return {"subject": subject, "text": render_to_string("emails/invitation.body.txt", context)}


def send_update(pk):
    """Send the mail of the UpdateMail row `pk`, at most once; nothing happens when another process has it."""
    row = mailings.take_mail(pk=pk)
    if row is None:
        return
    address = subscriptions.mailbox_of(row.subscriber)
    if not address:  # the host's secret key is another one: nobody can be written to
        row.delete()
        return
    attempt(row, {"to": address} | update_words(row.update, row.subscriber))
    mailings.give_back(pk=pk)


def update_words(update, subscriber):
    """{"subject", "text", "headers"} of the mail with an update; the headers let a mail program end it (RFC 8058)."""
    leave = settings.PUBLIC_ORIGIN + reverse("subscriber-leave", args=[subscriptions.token(subscriber.pk)])
    place = settings.PUBLIC_ORIGIN + reverse("campaign-public", args=[update.campaign.address])
    context = {"update": update, "place": f"{place}#update-{update.pk.hex}", "leave": leave}
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "subject": render_to_string("emails/update.subject.txt").strip(),
            "text": render_to_string("emails/update.body.txt", context),
            "headers": {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        }
