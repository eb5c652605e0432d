"""gunicorn as the product is deployed: sync workers, two of them, on both sides of every comparison."""

import subprocess
import sys

from tests.benchmarks.measure import cpu_seconds, family
from tests.benchmarks.place import ROOT, end, free_port, wait_for

WORKERS = 2


class Server:
    """One gunicorn while the block runs."""

    def __init__(self, application, env):
        self.application, self.env, self.port = application, env, free_port()

    def __enter__(self):
        arguments = ["--worker-class", "sync", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{self.port}"]
        arguments += ["--log-level", "warning", "--no-control-socket"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *arguments, self.application], cwd=ROOT, env=self.env
        )
        wait_for(self.port)
        return self

    def __exit__(self, *_):
        end(self.process)

    def cpu(self):
        """CPU seconds that master and workers have used."""
        return cpu_seconds(family(self.process.pid))
