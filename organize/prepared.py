"""Statements that run often, as close to the database as it gets."""

from django.db import connection


def prepared(sql, given):
    """All rows of one statement that runs often: parsed and planned once per connection, its bytes sent as bytes.

    `given` maps names to values. Django's own cursor would put every value into the text: for a sealed envelope that
    is 9 kB of hex to escape, send and parse, and a plan to make, each time.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return cursor.fetchall()
    import psycopg  # not installed where SQLite is the only database

    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 0
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        return cursor.execute(sql, given, prepare=True).fetchall()
