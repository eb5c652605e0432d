import os
import signal
import threading

from django.core.management.base import BaseCommand

from organize.serving import serving


class Command(BaseCommand):
    help = "Serve the site on this machine only, with its queue and clock, until Ctrl-C."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, port, **options):
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        with serving(port) as address:
            self.stdout.write(f"Serving on {address} until Ctrl-C.")
            stopped.wait()
