"""rq's workers with our rules: JSON and never pickle, no exception text kept, no database connection across a fork."""

import logging
import threading

from django.db import close_old_connections, connections
from rq import SimpleWorker
from rq import Worker as ForkWorker
from rq.serializers import JSONSerializer
from rq.timeouts import TimerDeathPenalty

log = logging.getLogger("organize.workers")


class Rules:
    """What both workers share."""

    def __init__(self, *args, **kwargs):
        kwargs["serializer"] = JSONSerializer  # rq's default is pickle: whoever writes to Redis would run code here
        kwargs["log_job_description"] = False
        super().__init__(*args, **kwargs)

    def handle_exception(self, job, *exc_info):
        """rq would log the exception's text; ours says which job, the error's class and where."""
        log.error("the job %s failed", job.func_name, exc_info=exc_info)

    def handle_job_failure(self, job, queue, started_job_registry=None, exc_string="", execution=None):
        """rq would keep the whole traceback, texts included, in Redis. The log has class and place."""
        super().handle_job_failure(
            job, queue, started_job_registry=started_job_registry, exc_string="", execution=execution
        )


def forget_inherited():
    """In a forked child: drop the parent's database sessions without a word to the server; return them, to be kept.

    Two processes on one session mix their statements up, and one that closes it, or lets it be collected, ends it for
    both.
    """
    inherited = [one.connection for one in connections.all()]
    for one in connections.all():
        one.connection = None
    return inherited


class Worker(Rules, ForkWorker):
    """Production: one forked process for each job."""

    def execute_job(self, job, queue):
        connections.close_all()  # what this thread sees; what it does not see is dropped in the child
        return super().execute_job(job, queue)

    def main_work_horse(self, job, queue):
        self.inherited = forget_inherited()
        super().main_work_horse(job, queue)


class ThreadWorker(Rules, SimpleWorker):
    """Embedded, and tests without Redis: in this process, usable in a thread."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self):
        if _in_main_thread():
            super()._install_signal_handlers()

    def execute_job(self, job, queue):
        if _in_main_thread():
            return super().execute_job(job, queue)
        close_old_connections()
        try:
            return super().execute_job(job, queue)
        finally:
            connections.close_all()


def _in_main_thread():
    return threading.current_thread() is threading.main_thread()
