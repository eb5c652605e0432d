"""The one zip that a set of files has (SPEC section 11): stored, sorted ASCII names, 1980-01-01 00:00, nothing extra.

A reader rebuilds every header and compares, so that no bit of the archive is free. No zip64: at most 4 GiB.
"""

import struct
import zlib
from pathlib import Path

from petitions.sealing.errors import Malformed

BLOCK = 1 << 20
MAX_LENGTH = 2**32 - 1
MAX_MEMBERS = 65_534
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_VERSION, _DATE = 20, 33  # 2.0, and 1980-01-01


def _local(name, crc, length):
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DATE, crc, length, length, len(name), 0) + name


def _central(name, crc, length, offset):
    fixed = (_VERSION, _VERSION, 0, 0, 0, _DATE, crc, length, length, len(name), 0, 0, 0, 0, 0, offset)
    return _CENTRAL.pack(b"PK\1\2", *fixed) + name


def _tail(members):
    """The central directory and end record for [(name, crc, length, header offset)] with nothing after them."""
    directory = b"".join(_central(*member) for member in members)
    at = members[-1][3] + _LOCAL.size + len(members[-1][0]) + members[-1][2] if members else 0
    return directory + _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), at, 0)


def _blocks(source):
    if isinstance(source, Path):
        with source.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    else:
        yield source


def _length(source):
    return source.stat().st_size if isinstance(source, Path) else len(source)


def stream(files):
    """Yield the bytes of the zip of `files`: dict name -> bytes or Path. Files are read twice, never held."""
    members, offset = [], 0
    for text in sorted(files):
        source, name, crc = files[text], text.encode("ascii"), 0
        for block in _blocks(source):
            crc = zlib.crc32(block, crc)
        length = _length(source)
        if offset + length > MAX_LENGTH:
            raise Malformed("bundle", "A bundle of more than 4 GiB cannot be a zip; hand it over as a folder.")
        members.append((name, crc, length, offset))
        yield _local(name, crc, length)
        yield from _blocks(source)
        offset += _LOCAL.size + len(name) + length
    yield _tail(members)


def stream_length(files):
    """How many bytes `stream` will yield."""
    headers = sum(_LOCAL.size + _CENTRAL.size + 2 * len(name) for name in files)
    return headers + sum(map(_length, files.values())) + _END.size


def _refuse():
    raise Malformed("bundle", "This zip is damaged, or not packed in the one way a bundle is.")


def members(path):
    """dict name -> (offset, length) of a zip that has exactly the form `stream` writes; Malformed("bundle") if not."""
    end = path.stat().st_size
    found, names = [], {}
    with path.open("rb") as file:
        at = 0
        while True:
            head = file.read(_LOCAL.size)
            if head[:4] != b"PK\3\4":
                break
            if len(head) != _LOCAL.size or len(found) > MAX_MEMBERS:
                _refuse()
            crc, length, name_length = _LOCAL.unpack(head)[6], _LOCAL.unpack(head)[7], _LOCAL.unpack(head)[9]
            name = file.read(name_length)
            rising = not found or found[-1][0] < name
            if head + name != _local(name, crc, length) or not rising or not name.isascii():
                _refuse()
            start = at + len(head) + len(name)
            if start + length > end or _crc(file, length) != crc:
                _refuse()
            found.append((name, crc, length, at))
            names[name.decode("ascii")] = (start, length)
            at = start + length
        file.seek(at)
        tail = _tail(found)
        if end - at != len(tail) or file.read(len(tail)) != tail:
            _refuse()
    return names


def _crc(file, length):
    crc = 0
    while length:
        block = file.read(min(BLOCK, length))
        if not block:
            _refuse()
        crc, length = zlib.crc32(block, crc), length - len(block)
    return crc
