"""The public files: whole or not at all, the same for all, and what each may show."""

import json
import os
import signal
import stat
import traceback
import zipfile
from itertools import count

import pytest
from django.db import connection, connections
from django.http import Http404

from organize.workers import forget_inherited
from petitions import jobs, publication
from petitions.actions import batches, release, waves
from petitions.models import PublishedName, Wave
from petitions.sealing import checkpoints, entries
from petitions.sealing.bundle import Bundle
from petitions.states import WaveState
from tests.petitions.signatories import at, crowd, newcomer, opened, release_file

django_db = pytest.mark.django_db


def folder(made):
    return publication.folder_of(made.facts.address)


def bundled(made, name):
    with Bundle.open(folder(made) / "bundle.zip") as found:
        return found.read(name)


@django_db
def test_files_before_the_first_batch_are_empty_but_there():
    made = opened()
    assert publication.read(made.facts, "leaves.bin") == b""  # made on demand
    assert publication.read(made.facts, "checkpoints.txt") == b""
    assert publication.read(made.facts, "manifest.json") == made.facts.manifest.raw
    assert publication.read(made.facts, "letter.md") == bytes(made.letter.letter_md)
    assert b"<html" in publication.read(made.facts, "page.en.html")
    assert b"<html" in publication.read(made.facts, "verify.en.html")
    with publication.open_file(made.facts, "bundle.zip") as file:
        assert file.read(4) == b"PK\3\4"
    for stranger in ("page.xx.html", "mark2", "../keys/log.seed"):
        with pytest.raises(Http404):
            publication.read(made.facts, stranger)


@django_db
def test_files_say_nothing_of_when_and_may_be_read_by_the_web_server():
    made = opened()
    publication.publish(made.letter)
    for path in folder(made).iterdir():
        if path.name != ".turn":
            assert stat.S_IMODE(path.stat().st_mode) == 0o644
            assert path.stat().st_mtime == 0
    with zipfile.ZipFile(folder(made) / "bundle.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not (folder(made) / ".build").exists()


@django_db
def test_published_again_without_a_change_gives_the_same_bytes():
    made = opened()
    crowd(made, 5, entries.NAMED)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    publication.publish(made.letter)
    before = {path.name: path.read_bytes() for path in folder(made).iterdir()}
    publication.publish(made.letter)
    assert {path.name: path.read_bytes() for path in folder(made).iterdir()} == before


@django_db
def test_refresh_writes_only_what_has_changed():
    made = opened()
    publication.refresh(made.letter)
    first = (folder(made) / "bundle.zip").stat().st_ino
    publication.refresh(made.letter)
    assert (folder(made) / "bundle.zip").stat().st_ino == first
    crowd(made, 5, 3)
    assert publication.read(made.facts, "leaves.bin") == b""  # waiting is not public
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    publication.refresh(made.letter)
    assert len(publication.read(made.facts, "leaves.bin")) == 5 * 32
    assert len(checkpoints.split_notes(publication.read(made.facts, "checkpoints.txt"))) == 1


@django_db
def test_used_codes_are_published_only_with_a_wave_or_at_the_end():
    made = opened()
    crowd(made, 5, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    publication.refresh(made.letter)
    assert json.loads(bundled(made, "roster.json"))["redeemed"] is None
    wave = waves.take_snapshot(wave=waves.announce_wave(letter=made.letter, by=made.by, at=at(1)), at=at(5))
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    publication.refresh(made.letter)
    # Files that came in are not public before the names are.
    with Bundle.open(folder(made) / "bundle.zip") as found:
        assert found.releases() == []
        assert found.notices() == [1]
        assert found.piece("blobs.bin").length == 0
    release.start_opening(wave=wave, by=made.by, at=at(6))
    release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)
    publication.refresh(made.letter)
    assert len(json.loads(bundled(made, "roster.json"))["redeemed"]) == 5
    with Bundle.open(folder(made) / "bundle.zip") as found:
        assert found.releases() == [(1, 1), (1, 2)]
        assert found.piece("blobs.bin").length == 5 * (32 + 4167)


@django_db
def test_change_while_files_are_written_starts_them_over():
    made = opened()
    person = newcomer(made).sign(entries.NAMED, "Gone")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    reads = []

    def withdrawn_meanwhile(execute, sql, params, many, context):
        if 'FROM "petitions_rosterleaf"' in sql:
            reads.append(sql)
            if len(reads) == 1:  # the log was read already, the names not yet
                person.withdraw()
                batches.publish_batch(letter_pk=made.letter.pk, at=at(2), forced=True)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(withdrawn_meanwhile):
        publication.publish(made.letter)
    assert len(reads) == 2
    assert len(publication.read(made.facts, "leaves.bin")) == 2 * 32
    assert json.loads(bundled(made, "names.json")) == []
    assert b"Gone" not in (folder(made) / "bundle.zip").read_bytes()


@django_db
def test_what_a_killed_run_left_behind_is_cleared():
    made = opened()
    left = folder(made) / ".build" / "parts"
    left.mkdir(parents=True)
    (left / "entries.bin").write_bytes(b"half")
    publication.publish(made.letter)
    assert not (folder(made) / ".build").exists()
    assert publication.read(made.facts, "leaves.bin") == b""


def killed_at(number):
    """An execute_wrapper that kills this process, as kill -9 does, before its statement `number`."""
    turn = count(1)

    def run(execute, sql, params, many, context):
        if next(turn) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return run


def in_child(wave, number):
    """Open the wave in a process that dies before its statement `number`, or lives to the end.

    An error ends the child as well: one that got away would run on as a second pytest, and its parent would wait.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        inherited = forget_inherited()
        try:
            with connection.execute_wrapper(killed_at(number)):
                release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)
            os._exit(0)
        except BaseException:  # noqa: BLE001  reported, then this process must not outlive the line
            traceback.print_exc()
        finally:
            os._exit(1 if inherited else 2)
    os.waitpid(child, 0)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_at_any_statement_publishes_all_names_or_none():
    made = opened()
    crowd(made, 6, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    wave = waves.take_snapshot(wave=waves.announce_wave(letter=made.letter, by=made.by, at=at(1)), at=at(5))
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    release.start_opening(wave=wave, by=made.by, at=at(6))
    kills = 0
    while True:
        in_child(wave, kills + 1)
        if Wave.objects.get().state == WaveState.COMPLETE:
            break
        kills += 1
        assert kills < 200
        assert Wave.objects.get().state == WaveState.OPENING
        assert not PublishedName.objects.exists()
    assert kills >= 6
    assert Wave.objects.get().state == WaveState.COMPLETE
    assert Wave.objects.get().named == PublishedName.objects.count() == 6
    jobs.open_wave(str(wave.pk))
    assert PublishedName.objects.count() == 6


@django_db
def test_bundle_that_fits_into_no_zip_does_not_stop_the_pages(monkeypatch, caplog):
    from petitions.sealing import zipfmt

    made = opened()
    publication.refresh(made.letter)
    newcomer(made).sign(entries.NAMED, "Ada Sample")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    monkeypatch.setattr(zipfmt, "MAX_LENGTH", 5000)
    publication.refresh(made.letter)
    assert b"Ada Sample" in publication.read(made.facts, "page.en.html")
    assert not (folder(made) / "bundle.zip").exists()  # the old one would tell another story than the pages
    with pytest.raises(Http404):
        publication.read(made.facts, "bundle.zip")
    assert "does not fit into a zip" in caplog.text
    assert "Ada" not in caplog.text


@django_db
def test_used_codes_are_those_of_the_last_batch():
    """What is published between two batches must not tell when a code was used."""
    made = opened()
    crowd(made, 4, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.take_snapshot(wave=waves.announce_wave(letter=made.letter, by=made.by, at=at(1)), at=at(5))
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    release.start_opening(wave=wave, by=made.by, at=at(6))
    release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)
    newcomer(made)
    publication.publish(made.letter)
    assert len(json.loads(bundled(made, "roster.json"))["redeemed"]) == 4
    newcomer(made).sign(entries.COUNT_ONLY)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(7), forced=True)
    publication.refresh(made.letter)
    assert len(json.loads(bundled(made, "roster.json"))["redeemed"]) == 6
