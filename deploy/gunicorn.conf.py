"""gunicorn for Undersigned: `gunicorn -c deploy/gunicorn.conf.py organize.wsgi`. Reads nothing but this file.

No access log. What gunicorn itself would log quotes requests (addresses, paths, header lines), so its log is scrubbed
like the application's: level, place in the code, class of the error.
"""

import subprocess
import sys
from pathlib import Path

from gunicorn.glogging import Logger

from organize.logs import Scrubbed


class Quiet(Logger):
    """gunicorn's own log, written by the application's formatter; the place is the line of gunicorn that logged."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Scrubbed())

    def critical(self, msg, *args, **kwargs):
        self.error_log.critical(msg, *args, **{"stacklevel": 2} | kwargs)

    def error(self, msg, *args, **kwargs):
        self.error_log.error(msg, *args, **{"stacklevel": 2} | kwargs)

    def warning(self, msg, *args, **kwargs):
        self.error_log.warning(msg, *args, **{"stacklevel": 2} | kwargs)

    def exception(self, msg, *args, **kwargs):
        self.error_log.exception(msg, *args, **{"stacklevel": 2} | kwargs)


def on_starting(server):
    """Refuse to serve what `manage.py check` refuses: debug pages, host names by pattern, errors by mail, no Redis."""
    manage = Path(__file__).resolve().parent.parent / "manage.py"
    if subprocess.run([sys.executable, str(manage), "check"], stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit("These settings are not safe to serve with. `manage.py check` says why.")


# A socket for nginx alone: whoever may connect here may say which address a request comes from.
bind = "unix:/run/undersigned/app.sock"
umask = 0o007
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
graceful_timeout = 30
keepalive = 2

# A worker is replaced now and then, so that nothing it has seen stays in its memory for long.
max_requests = 1000
max_requests_jitter = 200

limit_request_line = 2048
limit_request_fields = 40
limit_request_field_size = 8190

logger_class = Quiet
accesslog = None
errorlog = "-"
loglevel = "warning"
capture_output = False
statsd_host = None

# The heartbeat file must not wait for a disk, and nothing else is to be written.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
pidfile = None
