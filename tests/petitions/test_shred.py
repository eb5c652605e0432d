"""The daily rewriting: rows stay, their order and what was deleted go. The bytes on disk: tests/leaks/."""

import pytest

from petitions import bulk, jobs
from petitions.actions import batches, shredding
from petitions.models import Blob, LogEntry, Waiting
from tests.petitions.signatories import at, crowd, opened

pytestmark = pytest.mark.django_db(transaction=True)


def rows():
    return {model.__name__: sorted(map(repr, model.objects.values())) for model in shredding.REWRITTEN}


def test_rewriting_changes_no_row():
    made = opened()
    people = crowd(made, 5, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    people[0].withdraw()
    crowd(made, 2, 0)
    before = rows()
    assert all(before[name] for name in ("Waiting", "Blob", "Redemption"))
    jobs.shred()
    assert rows() == before
    assert LogEntry.objects.count() == 5
    people[1].withdraw()  # and the site goes on
    assert Waiting.objects.count() == 4
    assert Blob.objects.count() == 5


@pytest.mark.postgresql
def test_the_catalog_keeps_no_sample_of_what_people_sealed_or_said():
    made = opened()
    crowd(made, 6, 0)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    crowd(made, 6, 3)
    bulk.run("ANALYZE")
    sampled = bulk.rows("SELECT tablename, attname FROM pg_stats WHERE tablename LIKE 'petitions%%'")
    texts = ("sealed", "blob", "salt", "plaintext", "identity", "sort_key", "shape", "h1", "blinded_sha256")
    assert ("petitions_statement", "leaf") in sampled  # ANALYZE did look at these tables
    assert not [column for _table, column in sampled if column in texts]


@pytest.mark.postgresql
def test_a_database_that_keeps_its_old_log_is_reported(caplog):
    """The tests' own server runs with PostgreSQL's defaults, which rename old log files instead of removing them."""
    assert bulk.rows("SHOW wal_recycle")[0][0] == "on"
    jobs.shred()
    assert "keeps old log files" in caplog.text


@pytest.mark.sqlite
def test_the_log_of_sqlite_is_emptied_too(settings):
    from pathlib import Path

    made = opened()
    crowd(made, 2, 3)
    wal = Path(str(settings.DATABASES["default"]["TEST"]["NAME"]) + "-wal")
    assert wal.stat().st_size > 0
    jobs.shred()
    assert wal.stat().st_size == 0
