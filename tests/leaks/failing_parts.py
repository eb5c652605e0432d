"""Failures of the parts beneath: database, Redis, mail server, worker, disk, the other end of a connection."""

import contextlib
import resource
import ssl
import threading
import time
from urllib.parse import quote

from tests.benchmarks.measure import family
from tests.leaks.canaries import ADDRESS, BROWSER, SIGNATORY
from tests.leaks.failing import TRAIL, Scene, path
from tests.leaks.life import without
from tests.stack.programs import HOST
from tests.stack.visitor import Visitor, multipart

COMMENT = f"/* {SIGNATORY['name']} {ADDRESS} {BROWSER['User-Agent']} */"


def _asks_for_a_code(scene: Scene, fault):
    """A sign-in code is asked for while the mail server fails; the mail is delivered once it is well again."""
    mail, before = scene.stack.mail, scene.stack.mail.taken
    mail.fault = fault
    try:
        answer = scene.visitor().submit("/accounts/login/code/", email=scene.organizer.mailbox)
        time.sleep(1)
    finally:
        mail.fault = None
    return answer.status if mail.taken == before else "delivered all the same"


@path(302)
def mail_refused(scene):
    return _asks_for_a_code(scene, "refuse")


@path(302)
def mail_put_off(scene):
    return _asks_for_a_code(scene, "later")


@path(302)
def mail_cut(scene):
    return _asks_for_a_code(scene, "cut")


@path(302)
def mail_hanging_and_the_worker_killed(scene):
    status = _asks_for_a_code(scene, "hang")
    with without(scene.stack, "work", kill=True):
        return status


@path(302)
def mail_for_somebody_unknown(scene):
    return scene.visitor().submit("/accounts/login/code/", email=BROWSER["From"]).status


@path("ValueError")
def a_job_that_fails(scene):
    """The clock's own job, while the log key's file is damaged; its error's class is in the worker's log."""
    key = scene.stack.var / "keys" / "log.seed"
    kept = key.read_bytes()
    key.write_bytes(kept[:5])
    try:
        scene.stack.step("fail_a_job", scene.letter.made["pk"])
        return _appears(scene, "work", "ValueError")
    finally:
        key.write_bytes(kept)


def _appears(scene, log, word, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if word in (scene.stack.logs / f"{log}.log").read_text():
            return word
        time.sleep(0.2)
    return None


@path(500)
def the_database_away(scene):
    with without(scene.stack, "postgres", kill=True):
        return scene.signing()


@path(200)
def redis_away(scene):
    """A lost counter stops nobody."""
    with without(scene.stack, "redis", kill=True):
        status = scene.signing()
    scene.person.seq += 1
    return status


@path(500)
def a_statement_that_takes_too_long(scene):
    """The table is held for longer than the web's statement_timeout."""
    with scene.stack.connect_database() as connection, connection.transaction():
        connection.execute("LOCK TABLE petitions_waiting IN ACCESS EXCLUSIVE MODE")
        return scene.signing()


@path("QueryCanceled")
def a_statement_timeout(scene):
    return scene.sql(f"SELECT pg_sleep(5) {COMMENT}", statement_timeout="100ms")


@path("UniqueViolation")
def a_row_that_is_there_already(scene):
    """In a temporary table, which leaves nothing in the WAL: what is looked for is the server's log."""
    return scene.sql(
        "CREATE TEMPORARY TABLE planted (word text UNIQUE); INSERT INTO planted VALUES ('{0}'), ('{0}')".format(
            SIGNATORY["name"]
        )
    )


@path("SerializationFailure")
def two_that_cannot_both_be_true(scene):
    with scene.stack.connect_database(user="undersigned") as one:
        one.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        one.execute("SELECT weighed_on FROM petitions_letter")
        scene.stack.sql("UPDATE petitions_letter SET weighed_on = weighed_on")
        try:
            one.execute("UPDATE petitions_letter SET weighed_on = weighed_on " + COMMENT)
        except Exception as error:  # noqa: BLE001  its class is what is asked for
            return type(error).__name__
    return None


@path("DeadlockDetected")
def a_deadlock(scene):
    seen = []

    def lock(first, second, ready, other):
        with scene.stack.connect_database(user="undersigned") as one:
            one.execute("BEGIN")
            one.execute(f"SELECT pg_advisory_xact_lock({first}) {COMMENT}")
            ready.set()
            other.wait(10)
            try:
                one.execute(f"SELECT pg_advisory_xact_lock({second}) {COMMENT}")
            except Exception as error:  # noqa: BLE001
                seen.append(type(error).__name__)

    here, there = threading.Event(), threading.Event()
    threads = [threading.Thread(target=lock, args=args) for args in ((1, 2, here, there), (2, 1, there, here))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen[0] if seen else None


def _upload(scene):
    body, kind = multipart(SIGNATORY, {"file": str(SIGNATORY).encode() * 20000})
    return body, kind, f"/desk/letters/{scene.letter.made['slug']}/waves/1/files/"


@path(500)
def the_disk_full(scene):
    """No file of the web processes may grow beyond 64 kB: the upload's temporary file breaks off."""
    body, kind, where = _upload(scene)
    pids = family(scene.stack.processes["web"].pid)
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE, (65536, resource.RLIM_INFINITY)) for pid in pids]
    try:
        return scene.organizer.visitor.post(where, body, kind).status
    finally:
        for pid, limits in zip(pids, before, strict=True):
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _aborted(scene, where, body, kind, **headers):
    """Half a body, then the line is cut."""
    with contextlib.closing(scene.stack.connect(ADDRESS)) as line:
        told = {"Host": HOST, "Content-Type": kind, "Content-Length": str(len(body))} | BROWSER | headers
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line.sendall(f"POST {where} HTTP/1.1\r\n{head}\r\n".encode() + body[: len(body) // 2])
        time.sleep(0.3)
        with contextlib.suppress(OSError, ssl.SSLError):
            line.unwrap()
    return "cut"


@path("cut")
def a_client_gone_in_the_middle(scene):
    body = str(SIGNATORY).encode() * 100
    return _aborted(scene, scene.letter.path + "sign/" + TRAIL, body, "application/octet-stream")


@path("cut")
def a_client_gone_in_the_middle_of_an_upload(scene):
    body, kind, where = _upload(scene)
    cookies = "; ".join(f"{name}={value}" for name, value in scene.organizer.visitor.cookies.items())
    return _aborted(scene, where, body, kind, Cookie=cookies)


@path(503)
def gunicorn_away(scene):
    with without(scene.stack, "web", kill=True):
        return Visitor(scene.stack, ADDRESS, BROWSER).get("/" + quote(SIGNATORY["name"])).status
