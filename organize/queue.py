"""Work for later: `enqueue("petitions.jobs.publish_batch", letter.pk)`. Ids only, and only after the commit.

The row is the truth and the queue a hint: whatever a queue loses, the clock's sweep finds again.
"""

import logging
import runpy
import time

from django.conf import settings
from django.db import transaction
from django_rq import get_queue
from redis.exceptions import RedisError
from rq.exceptions import DuplicateJobError

log = logging.getLogger("organize.queue")
NAMES = ("default", "mail")


def enqueue(job, *ids, queue="default"):
    """Have `job` (a dotted name) called with `ids` as strings, once the current transaction has been committed."""
    transaction.on_commit(lambda: _send(job, tuple(str(one) for one in ids), queue))


def _send(job, ids, queue):
    """A job that already waits is not added twice. Failed jobs are forgotten after a minute; results never kept."""
    try:
        get_queue(queue).enqueue(
            job,
            args=ids,
            job_id="--".join([job.replace(".", "-"), *ids]),
            unique=True,
            description="",
            result_ttl=0,
            failure_ttl=60,
        )
    except DuplicateJobError:
        return
    except RedisError as error:
        log.warning("the queue is away (%s): the next sweep will find this work", type(error).__name__)


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
