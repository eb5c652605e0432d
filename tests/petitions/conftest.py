import pytest


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Keys, kept clients and public files of each test in a folder of its own."""
    settings.KEYS_DIR = tmp_path / "keys"
    settings.CLIENTS_DIR = tmp_path / "clients"
    settings.PUBLIC_DIR = tmp_path / "public"
