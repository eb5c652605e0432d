"""Private keys as files outside the database and its backups: mode 0600 under settings.KEYS_DIR, one file a key."""

import os
import secrets
from functools import lru_cache

from django.conf import settings

from petitions.sealing import ed25519, issuer

SEED_LENGTH = 32


def _folder():
    settings.KEYS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.KEYS_DIR


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_new(path, content):
    """A file that did not exist before, complete on disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def log_seed():
    """The 32-byte seed of this instance's log key, made the first time anyone asks."""
    return _log_seed(_folder() / "log.seed")


@lru_cache(maxsize=4)
def _log_seed(path):
    if not path.exists():
        draft = path.with_name(f"log.{secrets.token_hex(8)}.draft")
        _write_new(draft, os.urandom(SEED_LENGTH))
        try:
            # link() never replaces: of two processes that start together, one seed wins and both read it.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        _sync_folder(path.parent)
    seed = path.read_bytes()
    if len(seed) != SEED_LENGTH:
        raise ValueError("the log key's file is damaged")
    return seed


def log_public():
    """The 32-byte public half of the log key."""
    return ed25519.public(log_seed())


def _issuer_path(letter_pk):
    return _folder() / f"issuer-{letter_pk.hex}.der"


def issuer_keep(letter, der):
    """Store the issuer key of `letter` (PKCS#8 DER).

    Call it only while holding the letter's row: a file from an attempt that was rolled back is replaced.
    """
    _replace(_issuer_path(letter.pk), der)
    _loaded.pop(letter.pk, None)


def _replace(path, content):
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.draft")
    _write_new(draft, content)
    draft.replace(path)
    _sync_folder(path.parent)


_loaded = {}
_MOST_LOADED = 256


def issuer_load(letter_pk):
    """The letter's loaded Issuer, kept in this process; None when the key was destroyed, by whichever process."""
    path = _issuer_path(letter_pk)
    # The file's presence is asked each time, so that no process goes on issuing with a key another one destroyed.
    try:
        stamp = path.stat()
    except FileNotFoundError:
        _loaded.pop(letter_pk, None)
        return None
    mark = (stamp.st_ino, stamp.st_mtime_ns)
    known = _loaded.get(letter_pk)
    if known is not None and known[0] == mark:
        return known[1]
    if len(_loaded) >= _MOST_LOADED:
        _loaded.clear()
    loaded = issuer.Issuer(path.read_bytes())
    _loaded[letter_pk] = (mark, loaded)
    return loaded


def issuer_destroy(letter_pk):
    """Overwrite and remove the letter's issuer key; nothing happens when it is gone already."""
    _loaded.pop(letter_pk, None)
    _destroy(_issuer_path(letter_pk))


def _destroy(path):
    """On copy-on-write file systems and flash the old blocks may survive for a while; deletion can't be proven."""
    try:
        with path.open("r+b") as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(0)
            file.write(os.urandom(length))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _sync_folder(path.parent)


def _dup_path(letter_pk):
    return settings.KEYS_DIR / f"dup-{letter_pk.hex}.key"


def dup_keep(letter, key):
    """Store the dup key of `letter`, 32 bytes. Call it only while holding the letter's row, as issuer_keep."""
    _folder()
    _replace(_dup_path(letter.pk), key)


def dup_load(letter_pk):
    """The letter's dup key; None when it was destroyed or the letter never had one. Read from disk each time."""
    try:
        return _dup_path(letter_pk).read_bytes()
    except FileNotFoundError:
        return None


def dup_destroy(letter_pk):
    """Overwrite and remove the letter's dup key: from then on nobody can tell which address a tag stands for."""
    _destroy(_dup_path(letter_pk))
