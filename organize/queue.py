"""Work for later: `enqueue("petitions.jobs.publish_batch", letter.pk)`. Ids only, and only after the commit.

The row is the truth and the queue a hint: whatever a queue loses, the clock's sweep finds again.
"""

import fcntl
import logging
import runpy
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django_rq import get_queue
from redis.exceptions import RedisError
from rq.exceptions import DuplicateJobError
from rq.job import JobStatus

log = logging.getLogger("organize.queue")
NAMES = ("default", "mail")
WAKING = 30  # seconds after which a start that never came about stands in the way of no other


def enqueue(job, *ids, queue="default"):
    """Have `job` (a dotted name) called with `ids` as strings, once the current transaction has been committed."""
    transaction.on_commit(lambda: _send(job, tuple(str(one) for one in ids), queue))


def wake(job, *, queue="default"):
    """Have `job`, which finds its work itself, start once more after the current transaction: once for all who call.

    It says `started(job)` before it looks for work. A name in the queue that holds until a job has *ended* would not
    do: what is committed after the job's last look would wait for the clock, and the name of a job whose process was
    killed stands in the way of the clock itself for ten minutes and more.
    """
    transaction.on_commit(lambda: _wake(job, queue))


def started(job):
    """From here on whoever wakes `job` has it start again. Nothing that was committed before is overlooked."""
    cache.delete(_waking(job))


def _wake(job, queue):
    try:
        is_first = cache.add(_waking(job), 1, WAKING)
    except RedisError as error:
        _note_away(error)
        return
    if is_first:
        _send(job, (), queue, is_unique=False)


def _waking(job):
    return f"waking:{job}"


def _note_away(error):
    log.warning("the queue is away (%s): the next sweep will find this work", type(error).__name__)


def _send(job, ids, queue, *, is_unique=True):
    """A job that already waits is not added twice. Failed jobs are forgotten after a minute; results never kept."""
    name = "--".join([job.replace(".", "-"), *ids]) if is_unique else None
    try:
        line = get_queue(queue)
        if not _added(line, job, ids, name) and _forget_dead(line, name):
            _added(line, job, ids, name)
    except RedisError as error:
        _note_away(error)


def _added(line, job, ids, name):
    """Whether the job waits now, and no other had this name."""
    try:
        line.enqueue(job, args=ids, job_id=name, unique=name is not None, description="", result_ttl=0, failure_ttl=60)
    except DuplicateJobError:
        return False
    return True


def _forget_dead(line, name):
    """Whether `name` stood for a job whose worker was killed, and is free now.

    A worker says twice a minute that it is alive, and rq tells who has not for a minute and a half; but it looks for
    them only every ten minutes, and until then their names would keep out the clock and every sweep.
    """
    if name not in line.started_job_registry.get_expired_job_ids():
        return False
    dead = line.fetch_job(name)
    if dead is None or dead.get_status(refresh=False) != JobStatus.STARTED:
        return False
    log.warning("the job %s was cut short: it is added again", dead.func_name)
    dead.delete()
    return True


@contextmanager
def turn(folder):
    """Whether this process may do the heavy work of `folder` now: one at a time, for each takes a core and memory."""
    with (folder / ".turn").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def schedule():
    """deploy/schedule.py as {dotted name: seconds between two runs}."""
    return runpy.run_path(str(settings.SCHEDULE))["SCHEDULE"]


def run_clock(stopped, *, tick=1.0):
    """Enqueue each job of the schedule when it is due, at once and then for ever, until the event `stopped` is set."""
    jobs = schedule()
    due = dict.fromkeys(jobs, 0.0)
    while not stopped.is_set():
        now = time.monotonic()
        for job, every in jobs.items():
            if now >= due[job]:
                _send(job, (), "default")
                due[job] = now + every
        stopped.wait(tick)
