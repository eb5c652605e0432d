"""The public bundle (SPEC section 11): a folder or its zip, with exactly the files it may have, read piece by piece."""

import os
import re
from pathlib import Path

from petitions.sealing import zipfmt
from petitions.sealing.errors import Malformed

MIB = 1 << 20
_CAPS = {
    "manifest.json": 64 * 1024,
    "approvals.json": 16 * 1024,
    "letter.md": MIB,
    "entries.bin": zipfmt.MAX_LENGTH,
    "checkpoints.txt": 16 * MIB,
    "roster.json": 512 * MIB,
    "blobs.bin": 64 * 1024 * MIB,
    "receipts.bin": zipfmt.MAX_LENGTH,
    "names.json": zipfmt.MAX_LENGTH,
    "destroyed.json": 16 * 1024,
    "errata.json": 4 * MIB,
}
_NUMBER = r"(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_PATTERNS = (
    (re.compile(rf"notices/({_NUMBER})\.bin"), 4096),
    (re.compile(rf"releases/({_NUMBER})-([1-7])\.bin"), 1024 * MIB),
    (re.compile(r"letter\.[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}\.md"), MIB),
)
_NOTICE, _RELEASE = _PATTERNS[0][0], _PATTERNS[1][0]
FOLDERS = ("notices", "releases")
ALWAYS = frozenset(_CAPS) - {"roster.json"}


def cap(name):
    """The most bytes a file of this name may have; Malformed("bundle") if a bundle has no such file."""
    if name in _CAPS:
        return _CAPS[name]
    for pattern, most in _PATTERNS:
        if pattern.fullmatch(name):
            return most
    raise Malformed("bundle", "There is a file in this bundle that does not belong to one.")


class Piece:
    """A file of the bundle: a stretch of a file on disk, or bytes. Picklable, so that workers read for themselves."""

    def __init__(self, length, *, path=None, offset=0, data=None):
        self.length, self._path, self._offset, self._data = length, path, offset, data
        self._file = None

    def __getstate__(self):
        return self.__dict__ | {"_file": None}

    def read(self, start=0, length=None):
        """`length` bytes from `start` (all from there, if None); Malformed("bundle") if they are not there."""
        length = self.length - start if length is None else length
        if self._data is not None:
            found = self._data[start : start + length]
        else:
            if self._file is None:
                self._file = self._path.open("rb", buffering=0)
            found = os.pread(self._file.fileno(), length, self._offset + start)
            while found and len(found) < length and start + len(found) < self.length:
                found += os.pread(self._file.fileno(), length - len(found), self._offset + start + len(found))
        if len(found) != length:
            raise Malformed("bundle", "A file of this bundle changed while it was read.")
        return found

    def lines(self):
        """Yield the lines, each with its newline (the last one as it is), holding one block at a time."""
        at, rest = 0, b""
        while at < self.length:
            block = self.read(at, min(zipfmt.BLOCK, self.length - at))
            at += len(block)
            *whole, rest = (rest + block).split(b"\n")
            if len(rest) > zipfmt.BLOCK:
                raise Malformed("json", "A line in this bundle is longer than any can be.")
            for line in whole:
                yield line + b"\n"
        if rest:
            yield rest

    def close(self):
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Bundle:
    """The files of one letter. Every name was checked against the list of names that a bundle may have."""

    def __init__(self, pieces):
        for name, piece in pieces.items():
            if piece.length > cap(name):
                raise Malformed("bundle", "A file in this bundle is longer than it can be.")
        if not pieces.keys() >= ALWAYS:
            raise Malformed("bundle", "A file that every bundle has is missing in this one.")
        self._pieces = pieces

    @classmethod
    def open(cls, path):
        """The bundle at a folder or zip. Malformed("unreadable") if there is none, ("bundle") if damaged."""
        path = Path(path)
        if path.is_dir():
            return cls(_folder(path))
        if not path.is_file() or not _looks_like_zip(path):
            raise Malformed("unreadable", "There is no bundle here: neither a folder of its files nor a zip.")
        found = zipfmt.members(path)
        return cls({name: Piece(length, path=path, offset=at) for name, (at, length) in found.items()})

    @classmethod
    def of(cls, files):
        """The bundle of dict name -> bytes."""
        return cls({name: Piece(len(data), data=bytes(data)) for name, data in files.items()})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for piece in self._pieces.values():
            piece.close()

    def __contains__(self, name):
        return name in self._pieces

    def names(self):
        """The names of all files, sorted."""
        return sorted(self._pieces)

    def piece(self, name):
        """The Piece of a file; Malformed("bundle") if it is missing."""
        if name not in self._pieces:
            raise Malformed("bundle", "A file that this bundle needs is missing.")
        return self._pieces[name]

    def read(self, name, most=None):
        """All bytes of a file, at most `most`."""
        piece = self.piece(name)
        if most is not None and piece.length > most:
            raise Malformed("bundle", "A file in this bundle is longer than it can be.")
        return piece.read()

    def translations(self):
        """The languages of the translated texts."""
        return {name[7:-3] for name in self._pieces if _PATTERNS[2][0].fullmatch(name)}

    def notices(self):
        """Wave numbers that have a notice, ascending."""
        return sorted(int(found[1]) for name in self._pieces if (found := _NOTICE.fullmatch(name)))

    def releases(self):
        """Pairs (wave, trustee) that have a release file, ascending."""
        return sorted((int(hit[1]), int(hit[2])) for name in self._pieces if (hit := _RELEASE.fullmatch(name)))


def _looks_like_zip(path):
    with path.open("rb") as file:
        if file.read(4) == b"PK\3\4":
            return True
        file.seek(max(0, path.stat().st_size - 22))
        return file.read(4) == b"PK\5\6"


def _folder(path):
    if not (path / "manifest.json").is_file():
        raise Malformed("unreadable", "There is no bundle here: the folder has no manifest.json.")
    pieces = {}
    for item in sorted(path.iterdir()):
        inner = sorted(item.iterdir()) if item.name in FOLDERS and item.is_dir() and not item.is_symlink() else [item]
        for file in inner:
            if file.is_symlink() or not file.is_file():
                raise Malformed("bundle", "There is something in this bundle that is not a plain file.")
            name = file.relative_to(path).as_posix()
            cap(name)
            pieces[name] = Piece(file.stat().st_size, path=file)
    return pieces


def write(folder, files):
    """Write dict name -> bytes as a bundle folder, making the folders it needs."""
    folder = Path(folder)
    for name, data in files.items():
        cap(name)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def zip_stream(files):
    """Yield the bytes of the bundle's zip from dict name -> bytes or Path."""
    for name in files:
        cap(name)
    return zipfmt.stream(files)


def zip_bytes(files):
    """The whole zip as bytes, for small bundles."""
    return b"".join(zip_stream(files))
