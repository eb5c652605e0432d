"""Accounts' mail waits as an encrypted row, is sent by a job that knows the row only, and survives a lost server."""

import socket
import threading
from contextlib import contextmanager

import django_rq
import pytest
from aiosmtpd.controller import Controller
from django.db import connections

from organize import jobs, mail
from organize.actions.post import leave_mail
from organize.models import Outgoing
from tests import mailbox

pytestmark = pytest.mark.django_db(transaction=True)
TO = "wilhelmina.canary@desk.example"


def leave(**changes):
    return leave_mail(**({"to": TO, "subject": "Your code", "text": "ABCDEF"} | changes))


class Sink:
    """A mail server that answers each recipient as it is told."""

    def __init__(self, answer="250 OK"):
        self.answer, self.received = answer, []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's own name
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@contextmanager
def smtp(settings, sink):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield
    finally:
        server.stop()


def test_waiting_mail_is_unreadable_and_its_job_is_told_nothing():
    rows = [leave(), leave(to="a@b.example", subject="S", text="T")]
    kept = [bytes(Outgoing.objects.get(pk=row.pk).enclosed) for row in rows]
    assert len(kept[0]) == len(kept[1]), "the length tells nothing of the address"
    assert not any(word in raw for raw in kept for word in (b"canary", b"ABCDEF", b"example"))
    found = [(job.func_name, job.args, job.kwargs) for job in django_rq.get_queue("mail").jobs]
    assert found == [("organize.jobs.send_mail", [], {})]


def test_sent_mail_is_gone_and_carries_nothing_of_the_host(settings, run_jobs):
    sink = Sink()
    leave()
    with smtp(settings, sink):
        run_jobs()
    ((sender, to, content),) = sink.received
    assert (sender, to) == ("post@localhost", [TO])
    assert "ABCDEF" in content
    assert socket.getfqdn() not in content.replace("localhost", "")
    assert "Undersigned" not in content
    assert not Outgoing.objects.exists()


def test_mail_waits_while_the_server_is_away_and_the_sweep_finds_it_again(settings, run_jobs, caplog):
    row = leave()
    django_rq.get_queue("mail").empty()  # the queue lost it
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail.deliver(str(row.pk))
    assert Outgoing.objects.get().tries == 1
    assert "ConnectionRefusedError" in caplog.text
    assert "canary" not in caplog.text
    sink = Sink()
    with smtp(settings, sink):
        jobs.send_waiting_mail()
        run_jobs()
    assert len(sink.received) == 1
    assert not Outgoing.objects.exists()


def test_mail_is_kept_on_a_passing_refusal_and_given_up_on_tries(settings):
    row = leave()
    with smtp(settings, Sink("451 later")):
        mail.deliver(str(row.pk))
    # 451 for the one recipient: smtplib calls that a refused recipient too
    assert Outgoing.objects.get().tries == 1
    Outgoing.objects.update(tries=mail.MOST_TRIES - 1)
    with smtp(settings, Sink("451 later")):
        mail.deliver(str(row.pk))
    assert not Outgoing.objects.exists()


def test_mail_to_a_mailbox_that_does_not_exist_is_given_up(settings, caplog):
    row = leave()
    with smtp(settings, Sink("550 no such user")):
        mail.deliver(str(row.pk))
    assert not Outgoing.objects.exists()
    assert "refused a recipient" in caplog.text
    assert "canary" not in caplog.text


def deliver_in_a_thread(pk):
    mail.deliver(pk)
    connections.close_all()


def test_two_workers_send_one_mail(settings):
    row = leave()
    sink = Sink()
    with smtp(settings, sink):
        threads = [threading.Thread(target=deliver_in_a_thread, args=[str(row.pk)]) for _worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(sink.received) == 1


def test_dead_process_holds_its_claim_for_four_minutes_at_most():
    row = leave()
    assert mail.claim(row, now=1_000_000.0)
    assert not mail.claim(row, now=1_000_001.0)
    mail.release(row)
    assert mail.claim(row)


def test_mail_for_nobody_is_dropped(run_jobs):
    leave(is_sent=False)
    run_jobs()
    assert not mailbox.received()
    assert not Outgoing.objects.exists()


def test_mail_enclosed_under_another_secret_key_is_dropped(settings):
    row = leave()
    settings.SECRET_KEY = "another key of this host, which was exchanged meanwhile"
    mail.deliver(str(row.pk))
    assert not mailbox.received()
    assert not Outgoing.objects.exists()
