"""Many rows at once, as close to the database as it gets: locks, streams and bulk writes for both databases.

Model instances cost twenty times a COPY (tests/benchmarks); these functions move tuples.
"""

import uuid
from contextlib import contextmanager
from itertools import islice

from django.db import connection

CHUNK = 2000
DUMPING = 0x756E646572736967  # one number for PostgreSQL's advisory lock: "undersig" in ASCII

_INSERT = "INSERT INTO {table} ({names}) VALUES ({marks})"
_SHUFFLE = {
    "postgresql": (
        "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
        "CREATE TEMPORARY TABLE {kept} ON COMMIT DROP AS SELECT * FROM {table} ORDER BY random()",
        "TRUNCATE {table}",
        "INSERT INTO {table} SELECT * FROM {kept} ORDER BY random()",
        "DROP TABLE {kept}",
    ),
    "sqlite": (
        "CREATE TEMPORARY TABLE {kept} AS SELECT * FROM {table}",
        "DELETE FROM {table}",
        "INSERT INTO {table} SELECT * FROM {kept} ORDER BY random()",
        "DROP TABLE {kept}",
    ),
}


def is_postgresql():
    return connection.vendor == "postgresql"


def new_id():
    """The SQL expression for a random primary key."""
    return "gen_random_uuid()" if is_postgresql() else "lower(hex(randomblob(16)))"


def run(sql, params=()):
    """Execute one statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def rows(sql, params=()):
    """All rows of one statement as tuples, bytes as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [tuple(map(_plain, row)) for row in cursor.fetchall()]


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def _many(sql, params):
    """`rows` for a chunk: PostgreSQL sends bytes as bytes, where Django's cursor has them written out as hex."""
    if not is_postgresql():
        return rows(sql, params)
    import psycopg  # not installed where SQLite is the only database

    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, params, binary=True).fetchall()


def by_position(sql, letter_pk, *, size, chunk=CHUNK):
    """Yield the rows of a letter's log in log order, in memory for one chunk.

    `sql` has three %s: letter, first position, position after the last. Positions have no gaps, so a range is a chunk.
    """
    for start in range(0, size, chunk):
        yield from _many(sql, (letter_pk.hex, start, min(start + chunk, size)))


def by_leaf(sql, params, *, chunk=CHUNK):
    """Yield rows whose first column is a leaf, in leaf order, in memory for one chunk.

    `sql` ends with conditions on which `AND <leaf> > %s ORDER BY <leaf> LIMIT <chunk>` follows as its last two %s.
    """
    after = b""
    while True:
        found = _many(sql, (*params, after, chunk))
        yield from found
        if len(found) < chunk:
            return
        after = found[-1][0]


def write(model, columns, values):
    """Insert tuples for these columns, each row under a random key: COPY on PostgreSQL, chunks elsewhere.

    `values` may itself read from the database: a chunk is complete before it is written.
    """
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in columns)]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    keyed = ((uuid.uuid4(), *row) for row in values)
    while chunk := list(islice(keyed, CHUNK)):
        with connection.cursor() as cursor:
            if is_postgresql():
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in chunk:
                        copy.write_row(row)
            else:
                sql = _INSERT.format(table=table, names=names, marks=", ".join(["%s"] * len(fields)))
                cursor.executemany(sql, [tuple(map(_sqlite, row)) for row in chunk])


def _sqlite(value):
    return value.hex if isinstance(value, uuid.UUID) else value


def lock_waiting():
    """Hold back every signature until this transaction ends. Call it first in the transaction.

    On PostgreSQL a statement waits for its locks before it takes its snapshot, so whoever waited sees what we did.
    On SQLite the transaction itself (BEGIN IMMEDIATE) already keeps all other writers out.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a lock that ends with its own statement holds nothing back")
    if is_postgresql():
        wait_for_dumps()
        run("LOCK TABLE petitions_waiting IN ACCESS EXCLUSIVE MODE")


def wait_for_dumps():
    """TRUNCATE knows no older snapshot: a dump begun before it would find the table empty, and say nothing.

    Asked for before any table or row is locked, or the dump and we would wait for each other.
    """
    if is_postgresql():
        run("SELECT pg_advisory_xact_lock(%s)", [DUMPING])


@contextmanager
def dumping():
    """While this lasts no table is rewritten. PostgreSQL only; batches wait, signing does not."""
    run("SELECT pg_advisory_lock_shared(%s)", [DUMPING])
    try:
        yield
    finally:
        run("SELECT pg_advisory_unlock_shared(%s)", [DUMPING])


def lock_redemptions():
    """Hold back whoever is about to use a code until this transaction ends: no tag is written after all were deleted.

    Call it after `lock_waiting`. A statement that waited asks for the letter's state afterwards.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a lock that ends with its own statement holds nothing back")
    if is_postgresql():
        run("LOCK TABLE petitions_redemption IN ACCESS EXCLUSIVE MODE")


def shuffle(model):
    """Rewrite a whole table in random order: afterwards its physical order says nothing about arrival.

    A fresh file filled in one transaction: CLUSTER and VACUUM FULL would keep the order readable in xmin and TOAST ids.
    Call it in a transaction that holds no table, or began with lock_waiting().
    """
    wait_for_dumps()
    table = connection.ops.quote_name(model._meta.db_table)
    kept = connection.ops.quote_name(f"{model._meta.db_table}_kept")
    with connection.cursor() as cursor:
        for sql in _SHUFFLE[connection.vendor]:
            cursor.execute(sql.format(table=table, kept=kept))


def rewrite(model):
    """Write a table into a new file without its dead rows, in the order it has. For tables that others refer to, which
    TRUNCATE does not take; call it outside of any transaction. SQLite overwrites what it deletes (secure_delete).
    """
    if is_postgresql():
        run(f"VACUUM FULL {connection.ops.quote_name(model._meta.db_table)}")


@contextmanager
def no_dump():
    """While this lasts no dump begins, and none is running: a table that is read cannot be rewritten."""
    if not is_postgresql():
        yield
        return
    run("SELECT pg_advisory_lock(%s)", [DUMPING])
    try:
        yield
    finally:
        run("SELECT pg_advisory_unlock(%s)", [DUMPING])


def clear_log():
    """Remove the write-ahead log files that hold rows as they once were; whether the database keeps none of them.

    Call it outside of any transaction. On PostgreSQL it needs the role pg_checkpoint and EXECUTE on pg_switch_wal().
    """
    if not is_postgresql():
        return rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == 0
    run("SELECT pg_switch_wal()")
    run("CHECKPOINT")
    return rows("SHOW wal_recycle")[0][0] == "off"
