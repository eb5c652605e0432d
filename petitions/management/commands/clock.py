"""manage.py clock: run the letters' clock once, now, for hosts that would rather use cron than a running worker."""

from django.core.management.base import BaseCommand

from petitions import jobs


class Command(BaseCommand):
    help = "Open, batch, close, release and destroy what is due, once."

    def handle(self, **_options):
        jobs.tick()
