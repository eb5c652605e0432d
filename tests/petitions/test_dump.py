"""A dump of the database holds every row, whenever it begins."""

import io
import threading

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from petitions import bulk
from petitions.models import Blob
from tests.petitions import letters


def _rewrite():
    with transaction.atomic():
        bulk.shuffle(Blob)
    connection.close()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_rewriting_waits_for_a_dump_because_an_older_snapshot_would_find_nothing():
    import psycopg  # not installed where SQLite is the only database

    made = letters.frozen(codes=1)
    Blob.objects.create(letter=made.letter, leaf=b"l" * 32, blob=b"sealed")
    where = connection.get_connection_params()
    where = {name: where[name] for name in ("host", "port", "user", "password", "dbname") if where.get(name)}
    with psycopg.connect(**where) as bare:
        bare.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        bare.execute("SELECT 1")
        _rewrite()
        found = bare.execute("SELECT count(*) FROM petitions_blob").fetchone()[0]
        assert found == 0, "this is what a bare pg_dump would write, and why it must not be used"
    rewriting = threading.Thread(target=_rewrite)
    with bulk.dumping():
        rewriting.start()
        rewriting.join(0.7)
        assert rewriting.is_alive()
        assert Blob.objects.count() == 1
    rewriting.join(20)
    assert not rewriting.is_alive()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_dump_writes_every_row_and_lets_the_clock_go_on(capfd):
    made = letters.frozen(codes=1)
    Blob.objects.create(letter=made.letter, leaf=b"l" * 32, blob=b"sealed")
    call_command("dump", format="plain")
    assert b"sealed".hex() in capfd.readouterr().out
    _rewrite()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_has_no_dump_and_says_what_to_do():
    with pytest.raises(CommandError, match="copy the database's file"):
        call_command("dump", stdout=io.StringIO())
