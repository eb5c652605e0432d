"""Mail of many people at once: one job and one connection, everybody's turn, nobody's mail twice and none lost."""

import threading

import django_rq
import pytest
from django.db import connections

from organize import jobs, mail
from organize.actions import typed
from organize.actions.post import leave_mail
from organize.models import Outgoing, TypedAsk
from organize.queue import started
from tests import mailbox
from tests.make import NOW
from tests.organize.test_mail_queue import Sink, smtp
from tests.organize.test_typed import SUBJECT

pytestmark = pytest.mark.django_db(transaction=True)


class Crowd(Sink):
    """Counts connections; "later" as somebody's name is put off, "cut" ends the connection after the data."""

    def __init__(self):
        super().__init__()
        self.lines, self.given = 0, []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802  aiosmtpd's own name
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.given.append(address)
        if address.startswith("later"):
            return "451 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if envelope.rcpt_tos[0].startswith("cut"):
            server.transport.abort()
            return "421 gone"
        return await super().handle_DATA(server, session, envelope)

    def told(self):
        return sorted(to[0] for _sender, to, _content in self.received)


def names(number, word="person"):
    return [f"{word}{at}@private.example" for at in range(number)]


def ask(*addresses):
    for address in addresses:
        typed.ask(purpose="petition", subject=SUBJECT, address=address, payload={}, at=NOW)


def test_one_job_mails_everybody_on_one_connection(settings, run_jobs):
    ask(*names(12))
    assert django_rq.get_queue("mail").count == 1
    with smtp(settings, sink := Crowd()):
        run_jobs()
    assert sink.told() == sorted(names(12))
    assert sink.lines == 1
    assert not TypedAsk.objects.exists()


def test_connection_is_exchanged_after_so_many_mails(settings):
    ask(*names(mail.ON_A_LINE + 1))
    with smtp(settings, sink := Crowd()):
        jobs.send_typed()
    assert (len(sink.told()), sink.lines) == (mail.ON_A_LINE + 1, 2)


def test_mails_that_fail_stop_no_other_and_wait_for_the_clock_behind_the_others(settings, caplog):
    ask(*names(4), *names(2, "later"), "cut@private.example")
    with smtp(settings, sink := Crowd()):
        jobs.send_typed()
        assert sink.told() == sorted(names(4))
        assert list(TypedAsk.objects.values_list("tries", flat=True)) == [1, 1, 1]
        jobs.send_typed()  # what failed is not tried again by whoever asks next
        assert list(TypedAsk.objects.values_list("tries", flat=True)) == [1, 1, 1]
        ask("fresh@private.example")
        sink.given.clear()
        jobs.send_typed_again()
    assert sink.given[0] == "fresh@private.example"
    assert len(sink.given) == 4
    assert list(TypedAsk.objects.values_list("tries", flat=True)) == [2, 2, 2]
    assert "private.example" not in caplog.text


def test_bug_in_one_mail_keeps_no_other(settings):
    leave_mail(to="a@b.example", subject="two\nlines", text="T")
    leave_mail(to="c@d.example", subject="S", text="T")
    with smtp(settings, sink := Crowd()), pytest.raises(ExceptionGroup, match="could not be made"):
        jobs.send_mail()
    assert sink.told() == ["c@d.example"]
    assert Outgoing.objects.count() == 1


def in_threads(work, number=4):
    def run():
        work()
        connections.close_all()

    threads = [threading.Thread(target=run) for _worker in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_workers_that_look_at_once_mail_nobody_twice(settings):
    ask(*names(20))
    with smtp(settings, sink := Crowd()):
        in_threads(jobs.send_typed_again)
    assert sink.told() == sorted(names(20))
    assert not TypedAsk.objects.exists()


def test_who_asks_while_mails_are_sent_is_mailed_too(settings, run_jobs):
    """Every ask either starts a job, or comes before the look of one that was started."""
    ask(*names(3))
    started("organize.jobs.send_typed")  # a worker has begun, and looked
    ask("late@private.example")
    assert django_rq.get_queue("mail").count == 2
    run_jobs()
    assert len(mailbox.received()) == 4


def test_turn_that_was_too_short_is_gone_on_with(monkeypatch, run_jobs):
    ask(*names(3))
    monkeypatch.setattr(mail, "TURN", 0)
    jobs.send_typed()
    assert not mailbox.received()
    monkeypatch.undo()
    run_jobs()
    assert len(mailbox.received()) == 3


def test_job_whose_worker_was_killed_stands_in_the_way_of_no_other(run_jobs):
    ask(*names(2))
    django_rq.get_queue("mail").empty()
    for _minute in range(2):
        started("organize.jobs.send_typed_again")  # taken from the queue, begun, and never ended
        jobs.send_waiting_typed()
    assert django_rq.get_queue("mail").count == 2
    run_jobs()
    assert len(mailbox.received()) == 2


def test_what_a_killed_worker_had_claimed_is_mailed_by_the_clock_later():
    ask(*names(2))
    row = TypedAsk.objects.first()
    assert mail.claim(row)  # and here it is killed, after the server took the mail or before
    jobs.send_typed()
    assert list(TypedAsk.objects.values_list("pk", flat=True)) == [row.pk]
    mail.release(row)  # four minutes later
    jobs.send_typed_again()
    assert len(mailbox.received()) == 2
    assert not TypedAsk.objects.exists()
