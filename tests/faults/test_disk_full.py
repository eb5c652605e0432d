"""P41: publishing on a full disk fails whole, and the pages that are there stay as they were; uploads leave nothing."""

import io
import os
import resource
import signal
import traceback

import pytest
from django.db import connections
from django.test import Client

from organize.workers import forget_inherited
from petitions import publication
from petitions.actions import batches
from petitions.sealing import entries, verify
from petitions.sealing.bundle import Bundle
from tests.organize.test_upload_remains import held
from tests.petitions.signatories import at, crowd, newcomer, opened


def on_a_full_disk(work, most):
    """Run `work` in a process that can write no file longer than `most` bytes; the error it met by name, or None."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        kept = forget_inherited()
        try:
            os.close(reading)
            connections["default"].ensure_connection()  # the database's own files are not what is full
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            work()
            os._exit(0)
        except OSError as error:
            os.write(writing, type(error).__name__.encode())
        except BaseException:  # noqa: BLE001  reported, then this process must not outlive the line
            traceback.print_exc()
        finally:
            os._exit(1 if kept else 2)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said or None


@pytest.mark.django_db(transaction=True)
def test_p41_a_full_disk_leaves_the_old_pages_as_they_were(reach):
    made = opened()
    crowd(made, 5, entries.COUNT_ONLY)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    publication.publish(made.letter)
    folder = publication.folder_of(made.letter.address)

    def shown():
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    before, failed = shown(), 0
    newcomer(made).sign(entries.NAMED, "Not Yet Shown")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(2), forced=True)
    for most in (0, 40, 200, 3000, 5000, 9000):
        error = on_a_full_disk(lambda: publication.publish(made.letter), most)
        assert error == "OSError", (most, error)
        assert shown() == before
        failed += 1
    publication.refresh(made.letter)  # what the next tick does, once there is space
    assert b"Not Yet Shown" in shown()["page.en.html"]
    with Bundle.open(folder / "bundle.zip") as bundle:
        assert verify.verify(bundle, processes=1).failures == []
    reach.reached(f"disk full at {failed} points of publishing: 0 partial publications")


@pytest.mark.urls("tests.organize.lean_urls")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("most", [0, 4096, 1_000_000])
def test_a_full_disk_leaves_nothing_of_an_upload(settings, most):
    def upload():
        file = io.BytesIO(b"x" * 3_000_000)
        file.name = "release.bin"
        answer = Client(raise_request_exception=False).post("/take-much/", {"file": file})
        if answer.status_code == 500 and held(settings.FILE_UPLOAD_TEMP_DIR) == 0:
            raise OSError

    assert on_a_full_disk(upload, most) == "OSError"
    assert not list(settings.FILE_UPLOAD_TEMP_DIR.iterdir())
