"""A large upload leaves nothing on the disk, however it ends: arrived, broken in the middle, cut off or killed."""

import io
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from organize.middleware import BodyLimit
from organize.uploads import NamelessUploadHandler

EDGE = "edge"
HEAD = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'.encode()
MULTIPART = f"multipart/form-data; boundary={EDGE}"
LARGE = 3_000_000


def held(folder):
    """How many files of this folder the process holds open, whether or not they have a name."""
    names = (str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return sum(name.startswith(f"{folder}/") for name in names)


@pytest.fixture
def folder(settings):
    return settings.FILE_UPLOAD_TEMP_DIR


def is_clear(folder):
    return not list(folder.iterdir()) and not held(folder)


def test_a_file_on_its_way_has_no_name(folder):
    handler = NamelessUploadHandler()
    handler.new_file("file", "a.bin", "application/octet-stream", None, None)
    handler.receive_data_chunk(b"x" * 100_000, 0)
    assert held(folder) == 1
    assert not list(folder.iterdir())  # a process that is killed now leaves nothing
    assert handler.file_complete(100_000).read() == b"x" * 100_000
    handler.close()
    assert is_clear(folder)


@pytest.mark.urls("tests.organize.lean_urls")
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/take-much/", "/break-much/"])
def test_nothing_is_left_when_the_view_is_done_or_breaks(folder, path):
    file = io.BytesIO(b"x" * LARGE)
    file.name = "release.bin"
    answer = Client(raise_request_exception=False).post(path, {"file": file})
    assert answer.status_code == (200 if path == "/take-much/" else 500)
    assert is_clear(folder)


class Cut(io.BytesIO):
    """A body of which the rest never comes: the server's stream breaks when it is read on."""

    def read(self, *size):
        got = super().read(*size)
        if not got:
            raise ConnectionResetError
        return got


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (Cut(HEAD + b"x" * LARGE), OSError),  # gone in the middle
        (io.BytesIO(HEAD + b"x" * LARGE), None),  # an end without its last edge
        (io.BytesIO(HEAD.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n===") + b"x" * LARGE),
         Exception),
    ],
    ids=["cut", "no last edge", "not what it says"],
)  # fmt: skip
def test_nothing_is_left_of_what_did_not_arrive_whole(folder, body, seen):
    met = []

    def view(request):
        limit.process_view(request, view, (), {})
        try:
            len(request.FILES)
        except Exception as error:  # noqa: BLE001  which one it is, is asked below
            met.append(error)
        met.append(held(folder))

    view.body_limit = 32 * 1024 * 1024
    limit = BodyLimit(view)
    request = RequestFactory().generic("POST", "/take-much/", b"replaced", content_type=MULTIPART)
    request.META["CONTENT_LENGTH"] = str(2 * LARGE)
    request._stream = body
    limit(request)
    assert [isinstance(one, seen) for one in met[:-1]] == ([True] if seen else [])
    assert met[-1] == 1, "it was on its way"
    assert is_clear(folder)
