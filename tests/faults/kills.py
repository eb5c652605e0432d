"""Processes that die: a child that is killed, as kill -9 does, just before the n-th thing it does to the outside.

What counts is found by watching, not listed by hand: every SQL statement and commit, every file that is opened for
writing, renamed, linked or removed, every job that is put into the queue.
"""

import os
import signal
import sys
import traceback
from contextlib import ExitStack
from functools import wraps

import rq
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from organize.workers import forget_inherited
from petitions import bulk

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ON_FILES = frozenset(f"os.{what}" for what in "rename remove rmdir mkdir link truncate chmod utime".split())


class Turns:
    """Counts what this process does, and kills it before number `last`; 0 never kills."""

    def __init__(self, last):
        self.last, self.done = last, 0

    def take(self):
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def _counting(turns, owner, name):
    inner = getattr(owner, name)

    @wraps(inner)
    def outer(*args, **kwargs):
        turns.take()
        return inner(*args, **kwargs)

    setattr(owner, name, outer)


def _watch(turns):
    """For the rest of this process's life: it is a child that ends soon."""

    def on_audit(event, args):
        if event in ON_FILES or (event == "open" and isinstance(args[2], int) and args[2] & WRITING):
            turns.take()

    sys.addaudithook(on_audit)
    _counting(turns, rq.Queue, "enqueue")
    _counting(turns, BaseDatabaseWrapper, "_commit")
    if bulk.is_postgresql():
        import psycopg

        # Below Django's cursor: the product's quickest statements do not go through it.
        for name in ("execute", "executemany", "copy"):
            _counting(turns, psycopg.Cursor, name)


def _django_statement(turns):
    def run(execute, sql, params, many, context):
        turns.take()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(run)


def in_child(work, last):
    """Run `work` in a process that is killed before its turn `last`: (whether it lived to the end, what it answered).

    The answer is what `work` returns, if that is bytes.
    """
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        inherited = forget_inherited()
        try:
            os.close(reading)
            turns = Turns(last)
            _watch(turns)
            with ExitStack() as watched:
                if not bulk.is_postgresql():
                    watched.enter_context(_django_statement(turns))
                answer = work()
            turns.take()  # all is done, and nobody has been told
            os.write(writing, answer if isinstance(answer, bytes) else b"")
            os._exit(0)
        except BaseException:  # noqa: BLE001  reported, then this process must not outlive the line
            traceback.print_exc()
        finally:
            os._exit(1 if inherited else 2)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False, b""
    assert os.waitstatus_to_exitcode(status) == 0, "the child failed; its traceback is above"
    return True, said


def everywhere(work, *, check, state, stride):
    """Run `work` again and again, killed one turn later each time, until it lives; how often it was killed.

    After a kill that left something new in `state()`, counting begins again: the rest of the work is then another.
    `stride()` is how many turns later the next kill comes. `check()` is asked after every kill, and at the end.
    """
    kills, turn, before = 0, stride(), state()
    while True:
        lived, answer = in_child(work, turn)
        check()
        if lived:
            return kills, answer
        kills += 1
        assert kills < 3000
        now = state()
        turn, before = (stride(), now) if now != before else (turn + stride(), now)
