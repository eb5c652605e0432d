"""What fails behind the application: Redis, mail, and jobs in the queue."""

import time
from contextlib import closing

import pytest

from tests.leaks.paths.broken import AWAY
from tests.leaks.paths.here import is_refused, junk, until


def redis_away_while_people_sign(here):
    """Signing goes on; nobody is counted for the limits meanwhile."""
    person = here.person()
    here.stack.kill("redis")
    try:
        with here.said("web", "organize.limits", "the cache is away"):
            assert here.try_to_sign(person).status == 200
    finally:
        here.stack.start("redis")


def redis_away_while_a_mailed_code_is_used(here):
    here.stack.kill("redis")
    try:
        with here.said("web", "petitions.mailed", "the cache is away"):
            answer = here.visitor.post(here.mailed.path + "pass/", b"0123456789\0" + junk(383))
            is_refused(answer, 503, "Codes cannot be checked at this moment")
    finally:
        here.stack.start("redis")


def redis_away_while_somebody_signs_in(here):
    here.stack.kill("redis")
    try:
        with here.said("web", "django.request", "redis.exceptions.ConnectionError"):
            answer = here.visitor.submit("/accounts/login/code/", email="somebody@desk.example")
            is_refused(answer, 503, AWAY)
    finally:
        here.stack.start("redis")


def _ask(here):
    answer = here.visitor.post(here.mailed.path + "code/", here.mailbox().encode().ljust(256, b"\0"))
    assert answer.status == 200, answer.text


def _asked(here):
    return here.stack.sql("SELECT count(*), sum(tries) FROM petitions_asked")[0]


def _mail_fails(here, fault, *told):
    """The server at the end of the line does this to a code that is asked for; the row is kept, tried once more."""
    rows, tries = _asked(here)
    here.stack.mail.fault = fault
    with here.said("work", "organize.mail", *told):
        _ask(here)
    until(lambda: _asked(here) == (rows + 1, (tries or 0) + 1))


def mail_refused_for_ever(here):
    rows, _tries = _asked(here)
    here.stack.mail.fault = "refuse"
    with here.said("work", "organize.mail", "refused a recipient"):
        _ask(here)
    until(lambda: _asked(here)[0] == rows)


def mail_refused_for_now(here):
    _mail_fails(here, "later", "did not take a mail", "SMTPRecipientsRefused")


def a_mail_server_that_cuts_the_line(here):
    _mail_fails(here, "cut", "did not take a mail", "SMTPServerDisconnected")


def begin_to_hang(here, after=20):
    """A mail server that takes a mail and says nothing: begun first, because the product waits `after` seconds for it.

    Gives what is to be called at the end.
    """
    here.stack.mail.fault = "hang"
    said = here.said("work", "organize.mail", "did not take a mail", "SMTPServerDisconnected")
    said.__enter__()
    _ask(here)
    began = time.monotonic()

    def end():
        said.__exit__(None, None, None)
        assert time.monotonic() - began > after / 2, "it did hang"

    return end


def _start_a_job(here):
    """A batch of the letter; one that failed a moment ago is kept under the same name and would stand in its way."""
    with closing(here.stack.redis()) as client:
        for key in client.scan_iter("rq:job:petitions-jobs-publish*"):
            client.delete(key)
    here.stack.step("fail_a_job", here.letter.made["pk"])


def a_job_that_breaks(here):
    with here.table_away("petitions_checkpoint"), here.said("work", "the job petitions.jobs.publish_batch failed"):
        _start_a_job(here)


def a_disk_that_is_full_when_pages_are_written(here):
    most = here.log("work").stat().st_size + 5_000
    worker = [here.stack.processes["work"].pid]
    with here.full_disk(worker, most), here.said("work", "the job petitions.jobs.publish_batch failed", "OSError"):
        _start_a_job(here)


def a_clock_that_breaks(here):
    with here.table_away("petitions_wave"), here.said("steps", "UndefinedTable"), pytest.raises(RuntimeError):
        here.stack.step("tick", "2026-01-01T00:00:00+00:00")


def a_worker_killed_in_the_middle_of_a_job(here):
    logged = here.stack.sql("SELECT count(*) FROM petitions_logentry")
    with here.nobody_may_write():
        _start_a_job(here)
        here.held()
        here.stack.kill("work")
    assert here.stack.sql("SELECT count(*) FROM petitions_logentry") == logged, "the batch was not published"
    here.stack.start("work")
