"""The daily rewriting: rows stay, their order and what was deleted go. The bytes on disk: tests/leaks/."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from organize.actions import erasures
from organize.actions.accounts import erase_account
from petitions import bulk, jobs, petition_queries
from petitions.actions import batches, petitions, shredding, supporting, tallies
from petitions.models import Blob, LogEntry, Petition, Waiting
from tests import make
from tests.petitions import letters, supporters
from tests.petitions.signatories import at, crowd, opened

OURS = ("organize", "petitions", "shareholder", "account", "mfa")
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


def _rewrite():
    try:
        shredding.rewrite_erased()
    finally:
        connection.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("act", ["count", "leave", "erase"])
def test_rewriting_and_who_counts_leaves_or_erases_do_not_end_each_other(act):
    made = supporters.opened()
    supporters.sign(made, "ana@private.example")
    code = supporters.leave_code(made, "ana@private.example") if act == "leave" else None
    if act == "erase":
        petitions.erase_petition(petition=made, by=None, at=supporters.NOW)
    Petition.objects.update(has_erased=True)
    verbs = {
        "count": lambda: tallies.count_supporters(petition_pk=made.pk, at=supporters.NOW),
        "leave": lambda: supporting.leave(petition=made, code=code, at=supporters.NOW),
        "erase": lambda: petitions.erase_supporters(petition_pk=made.pk, at=supporters.NOW),
    }
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            petition_queries.locked_petition(made)  # what each of them does first
            rewriting = pool.submit(_rewrite)
            for _turn in range(300):
                if bulk.rows("SELECT 1 FROM pg_locks WHERE NOT granted") or rewriting.done():
                    break
                wait([rewriting], timeout=0.1)
            verbs[act]()
        rewriting.result(30)
    assert not Petition.objects.get().has_erased


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


def pages_with(word):
    """The tables, indexes and catalogs of this database in whose files `word` lies."""
    bulk.run("CHECKPOINT")
    files = bulk.rows(
        "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE pg_relation_filepath(oid) IS NOT NULL"
    )
    read = "SELECT pg_read_binary_file(%s, 0, 1000000000, true)"
    return {name for name, path in files if word in (bulk.rows(read, [path])[0][0] or b"")}


@pytest.mark.postgresql
def test_what_an_owner_erased_leaves_every_file_of_the_database():
    """The words of a campaign, a draft, an invitation and a mailbox, in tables, indexes and the catalog's samples."""
    word = b"CANARYxERASED"
    owner = make.user("canaryxerased@private.example", pseudonym=word.decode())
    group = make.group(owner=owner, name=word.decode())
    for _number in range(12):  # the catalog keeps what is there more than once
        campaign = make.public_campaign(group=group, title=word.decode(), headline=word.decode(), story=word.decode())
        make.update(campaign=campaign, title=word.decode(), body=word.decode())
        made = letters.in_state("draft", campaign=campaign, by=owner, title=word.decode(), body=word.decode()).letter
    bulk.run("ANALYZE")
    before = pages_with(word)
    assert {"organize_campaign", "organize_group", "organize_update", "petitions_letter"} <= before, made
    asked = erasures.ask_erasure(row=group, by=owner, at=make.NOW)
    assert erasures.carry_out(pk=asked.pk, at=make.NOW)
    erase_account(user=owner, by=owner, at=make.NOW)
    assert "organize_campaign" in pages_with(word), "deleted alone is not erased"
    for _day in range(5):  # who reads in this database at that moment, as autovacuum may, keeps dead rows for a day
        jobs.shred()
        if not pages_with(word):
            break
    assert pages_with(word) == pages_with(b"canaryxerased") == set()


@pytest.mark.postgresql
def test_the_catalog_samples_nothing_that_people_write():
    sampled = set(bulk.rows("SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attstattarget <> 0"))
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label in OURS else ():
            is_text = isinstance(field, models.CharField) and not field.choices and field.max_length >= 80
            if is_text or isinstance(field, (models.TextField, models.JSONField)):
                place = (model._meta.db_table, field.column)
                assert place not in sampled, f"{place}: no_samples() in a migration, as no_samples_of_words does"
