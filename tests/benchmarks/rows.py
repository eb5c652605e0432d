"""Fill the product's tables fast: people of a world by COPY, and a log of any length by one statement."""

import contextlib
import uuid

from petitions.sealing import entries

_LOG = "id, letter_id, position, leaf, spk, seq, tier, assisted, entry"
# 583 bytes an entry and random-looking keys; too short to be compressed, so repeated text weighs what chance weighs.
_MADE_UP = f"""
INSERT INTO petitions_logentry ({_LOG})
SELECT gen_random_uuid(), %(letter)s, i, sha256(('leaf' || i)::bytea), sha256(('spk' || i)::bytea), 0, %(tier)s, false,
       substr(decode(repeat(md5(i::text), 37), 'hex'), 1, 583)
FROM generate_series(0, %(size)s - 1) AS i
"""  # noqa: S608  no outside value in the text


def copy(connection, table, columns, rows):
    """COPY tuples into a table."""
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def fill_log(connection, letter, size, *, tier=5):
    """A log of `size` made-up entries for a letter that has none. Indexes are built once, afterwards."""
    with _without_indexes(connection, "petitions_logentry"):
        connection.execute(_MADE_UP, {"letter": letter, "size": size, "tier": tier})
    connection.execute("VACUUM ANALYZE petitions_logentry")


@contextlib.contextmanager
def _without_indexes(connection, table):
    found = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = %s::regclass AND contype IN ('u', 'p')",
        (table,),
    ).fetchall()
    for name, _definition in found:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    for name, definition in found:
        connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def log_rows(letter, people, *, first=0):
    """Rows of petitions_logentry for (entry, blob) pairs in log order."""
    for position, (raw, _blob) in enumerate(people, first):
        one = entries.parse(raw)
        yield uuid.uuid4(), letter, position, one.leaf, one.spk, one.seq, one.tier, False, raw


def blob_rows(letter, people):
    """Rows of petitions_blob."""
    for raw, blob in people:
        yield uuid.uuid4(), letter, entries.parse(raw).leaf, blob


def waiting_rows(letter, people):
    """Rows of petitions_waiting."""
    for raw, blob in people:
        one = entries.parse(raw)
        yield uuid.uuid4(), letter, one.leaf, one.spk, one.seq, one.tier, raw, blob


COLUMNS = {
    "petitions_logentry": _LOG,
    "petitions_blob": "id, letter_id, leaf, blob",
    "petitions_waiting": "id, letter_id, leaf, spk, seq, tier, entry, sealed",
}
