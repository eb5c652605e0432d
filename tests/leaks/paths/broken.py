"""Where the application or the database breaks in the middle of a request.

Not here: a database that cannot write its own log. It ends with a PANIC whose line quotes the statement, whatever its
settings say; SECURITY.md names that.
"""

import os
import signal
from contextlib import closing, suppress
from pathlib import Path

from tests.leaks.paths.here import NAME, head, is_refused, until
from tests.stack.visitor import multipart

AWAY = "cannot reach its own memory"
BROKEN = "Something went wrong on our side"


def a_bug_before_anything_is_written(here):
    person = here.person()
    with here.table_away("petitions_waiting"), here.said("web", "django.request", "psycopg.errors.UndefinedTable"):
        is_refused(here.say_openly(person), 500, BROKEN)


def a_bug_after_it_is_written(here):
    """The receipt cannot be signed: the log key's file is damaged, as a process that starts finds it."""
    person, before = here.person(), here.waiting()
    seed = here.stack.var / "keys" / "log.seed"
    kept = seed.read_bytes()
    seed.write_bytes(b"no")
    try:
        _restart_web(here)
        with here.said("web", "django.request", "ValueError"):
            is_refused(here.try_to_sign(person), 500, BROKEN)
    finally:
        seed.write_bytes(kept)
    assert here.waiting() == before + 1, "the signature itself is there"
    assert here.try_to_sign(person).status == 409


def _restart_web(here):
    here.stack.kill("web")
    here.stack.start("web")
    here.until_it_answers()


_TRIGGER = """
CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NEW; END $$;
CREATE TRIGGER broken BEFORE INSERT ON petitions_waiting FOR EACH ROW EXECUTE FUNCTION broken()
"""
_IN_HEX = f"'\\x{NAME[:6].hex()}'::bytea"  # its beginning only: the function itself lies in the database
_SAYS_THE_NAME = f"convert_from(substring(NEW.sealed FROM position({_IN_HEX} IN NEW.sealed) FOR {len(NAME)}), 'UTF8')"


class trigger:  # noqa: N801  reads as what it is in a `with` line
    """The database does this before each signature is written."""

    def __init__(self, here, does):
        self.stack, self.does = here.stack, does

    def __enter__(self):
        self.stack.sql(_TRIGGER.format(does=self.does))

    def __exit__(self, *_):
        self.stack.sql("DROP TRIGGER broken ON petitions_waiting")
        self.stack.sql("DROP FUNCTION broken")


def a_row_that_is_there_already(here):
    """The database's own sentence about a value that must be unique quotes it; here it quotes the name."""
    person = here.person()
    does = f"RAISE unique_violation USING MESSAGE = {_SAYS_THE_NAME}, DETAIL = {_SAYS_THE_NAME}"
    with trigger(here, does), here.said("web", "django.request", "psycopg.errors.UniqueViolation"):
        is_refused(here.say_openly(person), 500, BROKEN)


def a_value_that_does_not_fit(here):
    person = here.person()
    does = f"PERFORM {_SAYS_THE_NAME}::integer"
    with trigger(here, does), here.said("web", "django.request", "psycopg.errors.InvalidTextRepresentation"):
        is_refused(here.say_openly(person), 500, BROKEN)


def a_deadlock(here):
    person = here.person()
    with here.stack.connect_database() as other, trigger(here, "PERFORM pg_advisory_xact_lock(77)"):
        other.execute("SET deadlock_timeout = '60s'")  # it must be the signature that is given up
        other.execute("BEGIN; SELECT pg_advisory_xact_lock(77)")
        seen = here.said("web", "django.request", "psycopg.errors.DeadlockDetected")
        with seen, here.meanwhile(lambda: here.say_openly(person)) as answers:
            here.held()
            other.execute("LOCK TABLE petitions_waiting IN ACCESS EXCLUSIVE MODE")
            other.execute("ROLLBACK")
        is_refused(answers[0], 503, AWAY)


def a_statement_that_takes_too_long(here):
    person = here.person()
    with here.nobody_may_write(), here.said("web", "django.request", "psycopg.errors.QueryCanceled"):
        is_refused(here.say_openly(person), 503, AWAY)


def a_line_to_the_database_that_is_cut(here):
    person = here.person()
    with here.nobody_may_write(), here.said("web", "django.request", "psycopg.errors.AdminShutdown"):
        with here.meanwhile(lambda: here.say_openly(person)) as answers:
            for pid in here.held():
                here.stack.sql("SELECT pg_terminate_backend(%s)", [pid])
        is_refused(answers[0], 503, AWAY)


def a_database_that_lets_nobody_in(here):
    person = here.person()
    here.stack.sql("ALTER ROLE undersigned CONNECTION LIMIT 0")
    try:
        here.stack.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'undersigned'")
        with here.said("web", "django.request", "psycopg.OperationalError") as is_there:
            is_refused(here.say_openly(person), 503, AWAY)
            while not is_there():  # first each thread's line is cut
                is_refused(here.say_openly(person), 503, AWAY)
    finally:
        here.stack.sql("ALTER ROLE undersigned CONNECTION LIMIT -1")


def a_database_that_is_down(here):
    here.stack.stop("postgres")
    try:
        with here.said("web", "django.request", "OperationalError"):
            is_refused(here.say_openly(here.people[-1]), 503, AWAY)
        is_refused(here.owner.get("/desk/"), 503, AWAY)
    finally:
        here.stack.start("postgres")
    _restart_web(here)


def a_disk_that_is_full_for_an_upload(here):
    path = f"/desk/letters/{here.letter.made['slug']}/codes/leaves/"
    most = here.log("web").stat().st_size + 100_000
    with here.full_disk(here.children("web"), most), here.said("web", "django.request", "OSError"):
        answer = here.owner.submit(path, files={"file": NAME * 30_000})
        is_refused(answer, 500, BROKEN)
    assert not list((here.stack.var / "uploads").iterdir())


def an_upload_that_is_cut_off(here):
    """Past nginx, which would wait for all of it: half of a file arrives at the application, then nobody is there."""
    path = f"/desk/letters/{here.letter.made['slug']}/codes/leaves/"
    body, kind = multipart({"csrfmiddlewaretoken": "a" * 64}, {"file": NAME * 30_000})
    cookies = "; ".join(f"{name}={value}" for name, value in here.owner.cookies.items())
    sent = head(path, len(body) * 2, kind=kind).replace(b"\r\nCookie: ", f"\r\nCookie: {cookies}; ".encode())
    folder = here.stack.var / "uploads"
    line = here.application()
    with closing(line):
        line.sendall(sent + body)
        until(lambda: _held_in(here.children("web"), folder), what="the upload's file")
        assert not list(folder.iterdir())
    until(lambda: not _held_in(here.children("web"), folder))
    assert not list(folder.iterdir())


def _held_in(pids, folder):
    """How many files of a folder these processes hold open, whether or not they have a name."""
    found = 0
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                found += str(link.readlink()).startswith(f"{folder}/")
    return found


def an_application_killed_in_the_middle(here):
    person = here.person()
    with here.nobody_may_write():
        with here.meanwhile(lambda: here.try_to_sign(person)) as answers:
            here.held()
            for pid in here.children("web"):
                os.kill(pid, signal.SIGKILL)
        is_refused(answers[0], 503, "does not answer just now")
    here.until_it_answers()


def an_application_that_is_away(here):
    here.stack.kill("web")
    try:
        is_refused(here.try_to_sign(here.people[-1]), 503, "does not answer just now")
    finally:
        here.stack.start("web")
    here.until_it_answers()
