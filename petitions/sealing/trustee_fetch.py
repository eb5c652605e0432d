"""Fetching what a trustee needs: the public bundle as anybody gets it, then the sealed blobs with a signed request.

The log comes without a name on the request, so that it cannot be forged for one trustee alone (SPEC section 8).
"""

import tempfile
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from pathlib import Path

from petitions.sealing import bundle as bundles
from petitions.sealing import envelope, opening, release, trustee_release, verify_names, zipfmt
from petitions.sealing.encoding import day_text, sha256
from petitions.sealing.errors import Rejected

TIMEOUT = 60
_MOST = 64 << 30


def _download(url, path, fields=None):
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise Rejected("fetch", "The address must begin with https:// or http://.")
    data = urllib.parse.urlencode(fields).encode("ascii") if fields else None
    request = urllib.request.Request(url, data=data, headers={"User-Agent": "undersigned-trustee"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer, path.open("wb") as file:  # noqa: S310
            got = 0
            while block := answer.read(zipfmt.BLOCK):
                got += len(block)
                if got > _MOST:
                    raise Rejected("fetch", "The server sends more than a letter can hold.")
                file.write(block)
    except urllib.error.HTTPError as error:
        error.close()
        raise Rejected("fetch", f"The server answered {error.code}.") from None
    except (OSError, ValueError, HTTPException):
        raise Rejected("fetch", "The server could not be reached.") from None


def fetch(home, address, *, now, passphrase, target, out=lambda line: None, processes=None):
    """Write the trustee bundle of the letter at `address` to `target` (a zip) and return the Look at it.

    Verified before anything is asked for by name; blobs that belong to no entry of this log are left out.
    """
    base = address if address.endswith("/") else address + "/"
    target = Path(target)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".fetch-") as folder:
        folder = Path(folder)
        _download(base + "bundle.zip", folder / "public.zip")
        with bundles.Bundle.open(folder / "public.zip") as public:
            seen = trustee_release.look(home, public, now=now, out=out, processes=processes)
            day = trustee_release.day_of(now)
            signature = release.fetch_signature(home.identity_seed(passphrase), seen.manifest.letter_id, day)
            fields = {"trustee": seen.seat, "day": day_text(day), "signature": signature.hex()}
            _download(base + "blobs.bin", folder / "sealed.bin", fields)
            held = _unpack(public, folder / "bundle")
            _merge(seen, folder / "sealed.bin", held["blobs.bin"], folder / "bundle" / "merged.bin")
            held["blobs.bin"] = folder / "bundle" / "merged.bin"
        part = folder / "trustee.zip"
        with part.open("wb") as file:
            for block in bundles.zip_stream(held):
                file.write(block)
        part.replace(target)
    return seen


def _unpack(public, folder):
    held = {}
    for name in public.names():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        piece = public.piece(name)
        with path.open("wb") as file:
            for at in range(0, piece.length, zipfmt.BLOCK):
                file.write(piece.read(at, min(zipfmt.BLOCK, piece.length - at)))
        held[name] = path
    return held


def _records(path, width):
    with path.open("rb") as file:
        while record := file.read(width):
            if len(record) != width:
                raise Rejected("fetch", "The server's sealed blobs do not parse to the end.")
            yield record


def _merge(seen, sealed, opened, target):
    letter, facts = seen.manifest, seen.facts
    width = 32 + envelope.blob_length(letter.n)
    _must, may = verify_names.allowed_blobs(letter, facts.story, sealed=True)
    offsets = {}
    for source in (opened, sealed):
        for at, record in enumerate(_records(source, width)):
            leaf = record[:32]
            if leaf in may:
                entry = facts.book.entry(facts.index_of[leaf])
                if sha256(record[32:]) == entry[opening.SEALED_HASH]:
                    offsets[leaf] = (source, at * width)
    with opened.open("rb") as one, sealed.open("rb") as two, target.open("wb") as file:
        for leaf in sorted(offsets):
            source, at = offsets[leaf]
            reader = one if source == opened else two
            reader.seek(at)
            file.write(reader.read(width))
