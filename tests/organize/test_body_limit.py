"""How much each address takes: signatories 64 kB, the desk 1 MB, marked uploads 32 MB. More is a clear 413."""

import io

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.organize.lean_urls"), pytest.mark.django_db]
OCTETS = "application/octet-stream"


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/l/take/", 64 * 1024, 200),
        ("/l/take/", 64 * 1024 + 1, 413),
        ("/l/take/", 10_000_000, 413),
        ("/take/", 1024 * 1024, 200),
        ("/take/", 1024 * 1024 + 1, 413),
        ("/take-much/", 2_000_000, 200),
        ("/take-much/", 33 * 1024 * 1024, 413),
    ],
)
def test_body_is_taken_up_to_its_limit(path, size, status):
    response = Client().post(path, b"x" * size, content_type=OCTETS)
    assert response.status_code == status
    if status == 413:
        most = "64.0" if path.startswith("/l/") else "32.0" if "much" in path else "1.0"
        assert f"larger than this address accepts: at most {most}" in response.content.decode()


def test_large_upload_is_streamed_to_a_private_folder_and_removed(settings):
    file = io.BytesIO(b"x" * 5_000_000)
    file.name = "release.bin"
    response = Client().post("/take-much/", {"file": file})
    assert response.json()["files"] == [5_000_000]
    assert settings.FILE_UPLOAD_TEMP_DIR.stat().st_mode & 0o077 == 0
    assert not list(settings.FILE_UPLOAD_TEMP_DIR.iterdir())


def test_refusal_is_json_for_scripts():
    response = Client().post("/l/take/", b"x" * 70_000, content_type=OCTETS, headers={"Accept": "application/json"})
    assert response.status_code == 413
    assert "larger" in response.json()["error"]
