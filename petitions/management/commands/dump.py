"""manage.py dump > FILE: back up the database while no table is being rewritten. PostgreSQL only."""

import os
import subprocess

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from petitions import bulk

LIBPQ = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "options")
LONGEST = 2 * 3600  # seconds: batches and destruction wait for a dump, and must not wait for ever


class Command(BaseCommand):
    help = "Write pg_dump of the database to standard output. A bare pg_dump could find a table empty."

    def add_arguments(self, parser):
        parser.add_argument("--format", default="custom", choices=["custom", "plain", "tar"], help="pg_dump's")

    def handle(self, *, format, **_options):  # noqa: A002  pg_dump's own word
        if not bulk.is_postgresql():
            raise CommandError("SQLite: copy the database's file while the site is stopped.")
        from psycopg.conninfo import make_conninfo  # not installed where SQLite is the only database

        given = connection.get_connection_params()
        where = {name: given[name] for name in LIBPQ if given.get(name)}
        command = ["pg_dump", f"--format={format}", "--dbname", make_conninfo(**where)]
        env = dict(os.environ)
        if given.get("password"):
            env["PGPASSWORD"] = given["password"]  # not on the command line, which every user of the host can read
        try:
            with bulk.dumping():
                done = subprocess.run(command, env=env, check=False, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            raise CommandError("pg_dump took more than two hours: there is no backup, and the clock goes on.") from None
        if done.returncode:
            raise CommandError("pg_dump failed: there is no backup.")
