"""What a browser has left on disk: every byte of a profile, and what is packed in it, searched for words.

Looked into: plain text in UTF-8, UTF-16, hex, percent, JSON and base64 form; gzip and zlib streams; Firefox's mozLz4
files (its open tabs, and what was typed in them). Not unpacked: Snappy blocks of Chromium's LevelDB (what a page stores
goes first to its log, which is plain), and brotli-coded answers in a cache, which hold only what the site sent.
"""

import base64
import json
import sqlite3
import zlib
from urllib.parse import quote

MOZ = b"mozLz40\0"


def lz4_block(packed, size):
    """Unpack one LZ4 block of a known length (the format is public: literals, then a copy from what is there)."""
    out, at = bytearray(), 0

    def length(nibble):
        nonlocal at
        if nibble == 15:
            while True:
                more = packed[at]
                at += 1
                nibble += more
                if more != 255:
                    break
        return nibble

    while at < len(packed):
        token = packed[at]
        at += 1
        literals = length(token >> 4)
        out += packed[at : at + literals]
        at += literals
        if at >= len(packed):
            break
        back = int.from_bytes(packed[at : at + 2], "little")
        at += 2
        for _byte in range(length(token & 15) + 4):
            out.append(out[-back])
    assert len(out) == size, "not an LZ4 block"
    return bytes(out)


def unpacked(content):
    """The bytes of a file, and those of everything packed in it."""
    parts = [content]
    if content.startswith(MOZ):
        size = int.from_bytes(content[8:12], "little")
        parts.append(lz4_block(content[12:], size))
    for mark, wbits in ((b"\x1f\x8b\x08", 31), (b"\x78\x9c", 15), (b"\x78\x01", 15), (b"\x78\xda", 15)):
        at = content.find(mark)
        while at >= 0:
            try:
                parts.append(zlib.decompressobj(wbits).decompress(content[at:], 4_000_000))
            except zlib.error:
                pass  # only looked like a stream
            at = content.find(mark, at + 1)
    return parts


def forms(word):
    """The ways in which a word may stand in a file."""
    raw = word.encode()
    found = {raw, raw.upper(), word.encode("utf-16-le"), quote(word).encode(), json.dumps(word)[1:-1].encode()}
    found.add(raw.hex().encode())
    for shift in range(3):  # base64 in its three alignments, without the letters that neighbours change
        coded = base64.b64encode(b"x" * shift + raw)
        found.add(coded[(shift * 4 + 2) // 3 + 1 : -4])
    return found


def holders(folder, words):
    """{word: [files below this folder that hold it in any form]}, and how many files and bytes were read."""
    found, files, size = {word: [] for word in words}, 0, 0
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        files, size = files + 1, size + len(content)
        parts = unpacked(content)
        for word, where in found.items():
            if any(form in part for form in forms(word) for part in parts):
                where.append(str(path.relative_to(folder)))
    return found, files, size


def history(folder):
    """[(address, title)] of every page in the profile's history, of either browser; it must have one."""
    for name, query in (
        ("History", "SELECT url, title FROM urls"),
        ("places.sqlite", "SELECT url, coalesce(title, '') FROM moz_places WHERE visit_count > 0"),
    ):
        for path in folder.rglob(name):
            with sqlite3.connect(path) as database:
                rows = database.execute(query).fetchall()
            database.close()
            return rows
    raise AssertionError("this profile has no history at all")
