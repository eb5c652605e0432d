"""Private keys on disk: readable by their owner only, made once, gone when destroyed."""

import stat
import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from petitions import vault
from petitions.sealing import issuer, passes


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def letter():
    return SimpleNamespace(pk=uuid.uuid4())


def path_of(settings, row):
    return settings.KEYS_DIR / f"issuer-{row.pk.hex}.der"


def test_log_key_is_made_once_and_only_its_owner_reads_it(settings):
    first = vault.log_seed()
    vault._log_seed.cache_clear()
    assert vault.log_seed() == first
    assert len(first) == 32
    assert mode(settings.KEYS_DIR) == 0o700
    assert mode(settings.KEYS_DIR / "log.seed") == 0o600
    assert [path.name for path in settings.KEYS_DIR.iterdir()] == ["log.seed"]


def test_processes_that_start_together_agree_on_one_log_key(settings):
    def fresh(_number):
        return vault._log_seed.__wrapped__(vault._folder() / "log.seed")

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(fresh, range(64)))) == 1
    assert [path.name for path in settings.KEYS_DIR.iterdir()] == ["log.seed"]


def test_damaged_log_key_stops_everything():
    path = vault._folder() / "log.seed"
    path.write_bytes(b"short")
    with pytest.raises(ValueError, match="damaged"):
        vault.log_seed()


def test_issuer_key_is_a_file_of_its_owner_and_signs(settings):
    row, key = letter(), issuer.new_key()
    vault.issuer_keep(row, key)
    assert mode(path_of(settings, row)) == 0o600
    loaded = vault.issuer_load(row.pk)
    assert vault.issuer_load(row.pk) is loaded
    scope = bytes(32)
    blinded, kept = passes.blind(issuer.spki(key), scope)
    assert passes.finalize(kept, loaded.sign(blinded)).token


def test_destroyed_issuer_key_is_gone_from_disk_and_memory(settings):
    row = letter()
    vault.issuer_keep(row, issuer.new_key())
    assert vault.issuer_load(row.pk) is not None
    inode = path_of(settings, row).open("rb")
    before = inode.read()
    vault.issuer_destroy(row.pk)
    inode.seek(0)
    assert inode.read() != before  # overwritten before it was unlinked
    inode.close()
    assert not path_of(settings, row).exists()
    assert vault.issuer_load(row.pk) is None
    vault.issuer_destroy(row.pk)


def test_key_that_another_process_destroyed_is_not_used_from_memory(settings):
    row = letter()
    vault.issuer_keep(row, issuer.new_key())
    assert vault.issuer_load(row.pk) is not None
    path_of(settings, row).unlink()
    assert vault.issuer_load(row.pk) is None


def test_key_that_another_process_replaced_is_read_again(settings):
    row = letter()
    vault.issuer_keep(row, issuer.new_key())
    before = vault.issuer_load(row.pk)
    new = path_of(settings, row).with_suffix(".new")
    new.write_bytes(issuer.new_key())
    new.replace(path_of(settings, row))
    assert vault.issuer_load(row.pk) is not before
