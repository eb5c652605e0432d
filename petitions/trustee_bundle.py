"""The trustees' bundle: the public one, with every sealed envelope of its log in blobs.bin."""

import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from organize.refusals import Refusal
from petitions import publication
from petitions.sealing import bundle, zipfmt
from petitions.sealing.errors import SealingError

NO_ZIP = _("This letter's bundle does not fit into one zip file. Ask the people who run this site for its folder.")


def stream(facts):
    """Iterate over the bytes of the zip; Refusal(404) where there is none, before there is any byte of an answer.

    What it is put together from lies in a private folder until the last byte is sent.
    """
    parts = _parts(facts)
    try:
        first = next(parts)
    except (Http404, SealingError):
        raise Refusal(NO_ZIP, 404) from None
    return _begun(first, parts)


def _begun(first, parts):
    with closing(parts):
        yield first
        yield from parts


def _parts(facts):
    leaves = publication.read(facts, "leaves.bin")
    logged = {leaves[at : at + 32] for at in range(0, len(leaves), 32)}
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="bundle-") as folder:
        with bundle.Bundle.open(publication.file_path(facts, "bundle.zip")) as public:
            files = {name: _copy(public.piece(name), Path(folder) / name) for name in public.names()}
        with files["blobs.bin"].open("wb") as file:
            # A batch may have been published since: what is not in this log is no part of its bundle.
            file.writelines(record for record in publication.live_blobs(facts) if record[:32] in logged)
        yield from bundle.zip_stream(files)


def _copy(piece, path):
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        for at in range(0, piece.length, zipfmt.BLOCK):
            file.write(piece.read(at, min(zipfmt.BLOCK, piece.length - at)))
    return path
