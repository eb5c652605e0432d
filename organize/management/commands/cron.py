import signal
import threading

from django.core.management.base import BaseCommand

from organize.queue import run_clock


class Command(BaseCommand):
    help = "Run the clock: enqueue every job of deploy/schedule.py when it is due. One process of these is enough."

    def handle(self, **options):
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        run_clock(stopped)
