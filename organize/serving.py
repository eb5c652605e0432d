"""The site, its queue and its clock in one process: for a laptop, the demo and nothing else. gunicorn serves people."""

import threading
from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import CommandError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from organize import embedded
from organize.queue import run_clock


@contextmanager
def serving(port=0, *, clock=True):
    """Serve on 127.0.0.1 (a free port when 0) while the block runs; gives the address. No request is logged.

    Without Redis the queue's worker runs here too, and with `clock` the schedule.
    """
    if not staticfiles_storage.hashed_files:
        raise CommandError("The static files are not there yet: run 'python3 deploy/bootstrap.py assets' first.")
    try:
        server = ThreadedWSGIServer(("127.0.0.1", port), WSGIRequestHandler)
    except OSError:
        raise CommandError(f"Port {port} is taken: stop what runs there, or choose another with PORT=.") from None
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="site", daemon=True)
    thread.start()
    stop_queue = None if settings.REDIS_URL else embedded.start(clock=clock)
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        if stop_queue:
            stop_queue()
        server.shutdown()
        server.server_close()
        thread.join(5)


def keep_time(stopped):
    """Run the schedule from now on, in a thread of its own, until `stopped` (an Event) is set."""
    threading.Thread(target=run_clock, args=[stopped], name="clock", daemon=True).start()
