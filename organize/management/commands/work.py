from django.core.management.base import BaseCommand
from django_rq.workers import get_worker

from organize.queue import NAMES


class Command(BaseCommand):
    help = "Work through the queue (needs Redis). rq's own command would log what jobs say; this one does not."

    def add_arguments(self, parser):
        parser.add_argument("--burst", action="store_true", help="stop when nothing waits")

    def handle(self, burst, **options):
        get_worker(*NAMES).work(burst=burst, logging_level="WARNING")
