"""Queue, worker and clock inside the serving process, for a machine without Redis."""

import threading

import django_rq
import fakeredis
from django.core.cache.backends.base import BaseCache
from django_rq.workers import get_worker

from organize.queue import NAMES, run_clock

_lock = threading.Lock()
_server = None


def server():
    """The one in-memory Redis of this process."""
    global _server
    with _lock:
        if _server is None:
            _server = fakeredis.FakeServer(version=(7,), server_type="redis")
        return _server


def forget():
    """Lose everything that waits, as a power cut would."""
    global _server
    with _lock:
        _server = None


class EmbeddedRedis(BaseCache):
    """Not a cache: the object from which django-rq's USE_REDIS_CACHE takes its connection."""

    def __init__(self, *args):
        super().__init__({})

    @property
    def _client(self):
        return fakeredis.FakeStrictRedis(server=server())


def start(*, clock=True):
    """Start a worker thread, and the clock's; returns a function that stops them."""
    stopped = threading.Event()
    worker = get_worker(*NAMES)
    threads = [threading.Thread(target=worker.work, kwargs={"logging_level": "WARNING"}, name="worker", daemon=True)]
    if clock:
        threads.append(threading.Thread(target=run_clock, args=[stopped], name="clock", daemon=True))
    for thread in threads:
        thread.start()

    def stop():
        stopped.set()
        worker._stop_requested = True

    return stop


def waiting():
    """How many jobs wait, over all queues."""
    return sum(django_rq.get_queue(name).count for name in NAMES)
