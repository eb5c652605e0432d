"""manage.py dump > FILE: back up the database while no table is being rewritten. PostgreSQL only."""

import os
import subprocess

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from petitions import bulk


class Command(BaseCommand):
    help = "Write pg_dump of the database to standard output. A bare pg_dump could find a table empty."

    def add_arguments(self, parser):
        parser.add_argument("--format", default="custom", choices=["custom", "plain", "tar"], help="pg_dump's")

    def handle(self, *, format, **_options):  # noqa: A002  pg_dump's own word
        if not bulk.is_postgresql():
            raise CommandError("SQLite: copy the database's file while the site is stopped.")
        given = connection.settings_dict
        where = {"-h": given["HOST"], "-p": str(given["PORT"] or ""), "-U": given["USER"], "-d": given["NAME"]}
        said = [part for option, value in where.items() if value for part in (option, value)]
        command = ["pg_dump", f"--format={format}", *said]
        env = dict(os.environ)
        if given["PASSWORD"]:
            env["PGPASSWORD"] = given["PASSWORD"]  # not on the command line, which every user of the host can read
        with bulk.dumping():
            done = subprocess.run(command, env=env, check=False)
        if done.returncode:
            raise CommandError("pg_dump failed: there is no backup.")
