"""What anyone may fetch about a letter, as files under PUBLIC_DIR/<address>/: the same bytes for everybody.

Files are replaced one by one, each atomically, when a mark of everything they show has changed; the mark comes last.
"""

import fcntl
import logging
import os
import shutil
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.http import Http404

from petitions import bulk, pages, public_bundle
from petitions.models import Letter
from petitions.sealing import bundle, release
from petitions.sealing.encoding import day_number, hex_bytes
from petitions.sealing.errors import SealingError

log = logging.getLogger(__name__)

MARK = "mark"
OWN_FILES = ("manifest.json", "letter.md", "leaves.bin", "receipts.bin", "checkpoints.txt", "bundle.zip")
_ATTEMPTS = 5
_NO_TIME = (0, 0)  # file times would say when a job ran


def folder_of(address):
    return settings.PUBLIC_DIR / address


@lru_cache(maxsize=1)
def _look():
    """A mark of the templates, translations, static files and settings that this process renders pages with."""
    folders = (settings.ROOT / "templates", settings.ROOT / "locale")
    files = [settings.STATIC_ROOT / "staticfiles.json", *(file for one in folders for file in sorted(one.rglob("*.*")))]
    state = "".join(f"{file}{file.stat().st_mtime_ns}" for file in files if file.is_file())
    state += repr((settings.PUBLIC_ORIGIN, settings.ONION, settings.SOURCE_URL))
    return sha256(state.encode()).hexdigest()[:16]


def mark_of(letter):
    """One line that changes whenever anything that is published about the letter changes."""
    row = Letter.objects.values_list("state", "answer").get(pk=letter.pk)
    checkpoint = letter.checkpoints.order_by("-size").values_list("size", flat=True).first()
    waves = list(letter.waves.values_list("number", "state"))
    seats = list(letter.trustees.values_list("position", "state", "way"))
    errata = letter.errata.count()
    return sha256(repr((_look(), row, checkpoint, waves, seats, errata)).encode()).hexdigest()


def refresh(letter):
    """Publish the letter if what is published is not what its rows say."""
    if _read(folder_of(letter.address) / MARK) != mark_of(letter).encode():
        publish(letter)


def publish(letter):
    """Write every public file of the letter anew. Two processes take turns; a reader never sees half a file."""
    folder = folder_of(letter.address)
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with _turn(folder):
        for _attempt in range(_ATTEMPTS):
            letter.refresh_from_db()
            mark = mark_of(letter)
            build = folder / ".build"
            shutil.rmtree(build, ignore_errors=True)  # what a killed run left behind
            build.mkdir(mode=0o700)
            _build(letter, build)
            if mark_of(letter) == mark:
                _put_in_place(build, folder, mark)
                return
    raise RuntimeError("a letter changed faster than it could be published")


@contextmanager
def _turn(folder):
    with (folder / ".turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(letter, build):
    parts = build / "parts"
    parts.mkdir()
    files = public_bundle.write(letter, parts)
    try:
        _fill(build / "bundle.zip", bundle.zip_stream(files))
    except SealingError:
        # The count, the pages and the log go on; trustees and readers can be given the folder by hand.
        (build / "bundle.zip").unlink()
        log.error("the public bundle of a letter does not fit into a zip: its files are published without bundle.zip")
    for name in ("leaves.bin", "receipts.bin"):
        (parts / name).replace(build / name)
    texts = [name for name in files if name.startswith("letter.")]  # letter.md, and letter.<language>.md
    for name in ("manifest.json", *texts, "checkpoints.txt"):
        _fill(build / name, [files[name]])
    for code, _language in settings.LANGUAGES:
        _fill(build / f"safety.{code}.html", [pages.render_safety(letter, code)])
        _fill(build / f"page.{code}.html", [pages.render_letter(letter, code)])
    _fill(build / "verify.en.html", [pages.render_verify(letter, "en")])
    shutil.rmtree(parts)


def _fill(path, blocks):
    with path.open("wb") as file:
        file.writelines(blocks)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(build, folder, mark):
    # Leaves before checkpoints: whoever reads between the two finds more leaves than the checkpoint needs, never fewer.
    order = sorted(build.iterdir(), key=lambda path: path.name == "checkpoints.txt")
    _fill(build / MARK, [mark.encode()])
    if not (build / "bundle.zip").exists():
        (folder / "bundle.zip").unlink(missing_ok=True)
    for path in (*order, build / MARK):
        path.chmod(0o644)
        os.utime(path, _NO_TIME)
        path.replace(folder / path.name)
    build.rmdir()


def _read(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


_MOST_KEPT, _LARGEST_KEPT = 256, 256 * 1024
_kept = {}


def read(facts, name):
    """The bytes of a public file; made now if it is missing. Pages are kept in this process until they change."""
    path = _place(settings.PUBLIC_DIR, facts.address, name)
    try:
        stat = path.stat()
    except FileNotFoundError:
        stat = file_path(facts, name).stat()
    seen = (stat.st_ino, stat.st_size, stat.st_ctime_ns)
    known = _kept.get(path)
    if known is not None and known[0] == seen:
        return known[1]
    content = path.read_bytes()
    if len(content) <= _LARGEST_KEPT:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[path] = (seen, content)
    return content


def open_file(facts, name):
    """A public file, opened for reading."""
    return file_path(facts, name).open("rb")


@lru_cache(maxsize=1024)
def _place(folder, address, name):
    """A path made once: joining it on every request took longer than asking the file's state."""
    return folder / address / name


def file_path(facts, name):
    """Where a public file lies; it is made now if it is missing."""
    path = folder_of(facts.address) / name
    if not path.exists():
        if name not in OWN_FILES and name not in _page_names() and name not in translations_of(facts):
            raise Http404
        if name == "bundle.zip" and (path.parent / MARK).exists():
            raise Http404  # published, and the bundle fits into no zip
        letter = Letter.objects.filter(pk=facts.pk).first()
        if letter is None:
            raise Http404  # erased a moment ago
        publish(letter)
    return path


def translations_of(facts):
    """The names of the letter's texts in other languages."""
    return {f"letter.{row.lang}.md" for row in facts.manifest.translations}


def _page_names():
    kinds = ("safety", "page")
    return {"verify.en.html", *(f"{kind}.{code}.html" for kind in kinds for code, _language in settings.LANGUAGES)}


_LIVE = "SELECT leaf, blob FROM petitions_blob WHERE letter_id = %s AND leaf > %s ORDER BY leaf LIMIT %s"


def live_blobs(facts):
    """Yield leaf ‖ blob of every live sealed entry by leaf: blobs.bin of the trustees' bundle."""
    for leaf, blob in bulk.by_leaf(_LIVE, (facts.pk.hex,), chunk=500):
        yield leaf + blob


def is_trustees_fetch(facts, *, trustee, day, signature, at):
    """Whether a trustee of this letter signed for fetching its blobs on `day`, which is today or a day beside it.

    trustee: position as text. day: YYYY-MM-DD. signature: 128 hex characters.
    """
    try:
        number, proof = day_number(day), hex_bytes(signature, 64)
        if trustee not in {str(position) for position in range(1, facts.manifest.n + 1)}:
            return False
        if abs(number - day_number(at.date().isoformat())) > 1:
            return False
        release.check_fetch(facts.manifest.trustees[int(trustee) - 1].ed25519, facts.letter_id, number, proof)
    except SealingError:
        return False
    return True
