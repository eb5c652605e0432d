"""Release files come in, and once enough are here the names are opened and published: all of them, or nothing."""

from collections import Counter, deque

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import bulk, names, queries, vault
from petitions.actions import waves
from petitions.actions.batches import day_of
from petitions.models import ReleaseFile, Wave
from petitions.name_places import OpenAndPlace
from petitions.sealing import opening, release
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import SealingError
from petitions.states import WAVE_MOVES, WaveState

_DUE = """
SELECT leaf FROM petitions_hold WHERE letter_id = %s AND wave_id = %s AND due = %s AND leaf > %s ORDER BY leaf LIMIT %s
"""
_ITEMS = """
SELECT h.leaf, l.entry, b.blob FROM petitions_hold h
JOIN petitions_logentry l ON l.letter_id = h.letter_id AND l.leaf = h.leaf
JOIN petitions_blob b ON b.letter_id = h.letter_id AND b.leaf = h.leaf
WHERE h.letter_id = %s AND h.wave_id = %s AND h.due = %s AND h.leaf > %s ORDER BY h.leaf LIMIT %s
"""
_ITEMS_AT_ONCE = 1000


def take_release_file(*, wave, content, by, at):
    """Keep one trustee's release file (its exact bytes) for a wave that waits for them; the ReleaseFile.

    Checked here: form, signature, snapshot, tier, and that it answers for exactly what is due. Whether its shares are
    right is seen when they are combined.
    """
    with transaction.atomic():
        wave = locked(wave.pk)
        if wave.state != WaveState.COLLECTING:
            raise Refusal(_("This wave takes no release files now."), 409)
        file = _checked(wave, content)
        try:
            with transaction.atomic():
                kept = ReleaseFile.objects.create(
                    wave=wave,
                    trustee=file.trustee,
                    sha256=sha256(file.raw),
                    opened=file.n_ok,
                    failed=file.n_bad,
                    content=file.raw,
                )
        except IntegrityError:
            sentence = _("A release file of trustee %(position)s is here already. The first one counts.")
            raise Refusal(sentence % {"position": file.trustee}, 409) from None
        Wave.objects.filter(pk=wave.pk).update(unopened=0)  # with one file more it is worth another attempt
        leave_trail(wave, "take release file", by=by, at=at)
    return kept


def locked(pk):
    """The wave's row as it is now, held until the transaction ends, with its letter."""
    return Wave.objects.select_for_update(of=("self",)).select_related("letter").get(pk=pk)


def _checked(wave, content):
    """The sealing.release.ReleaseFile in these bytes; Refusal unless it answers exactly this wave."""
    facts = queries.letter_facts(wave.letter.address)
    try:
        file = release.parse_release(bytes(content), manifest=facts.manifest)
        leaves = file.leaves()
    except SealingError as error:
        sentences = {
            "release": _("This release file belongs to another letter, or is damaged."),
            "signature": _("This release file is not signed by the trustee it names."),
        }
        raise Refusal(sentences.get(error.check, _("This is not a release file."))) from None
    position = {"position": file.trustee}
    if (file.size, file.root) != (wave.snapshot_size, bytes(wave.snapshot_root)):
        raise Refusal(_("The file of trustee %(position)s was made for another snapshot of the log.") % position)
    if file.k != wave.k:
        raise Refusal(_("The file of trustee %(position)s opens another threshold than the rule gives.") % position)
    if leaves != [leaf for (leaf,) in bulk.by_leaf(_DUE, (wave.letter_id.hex, wave.pk.hex, True))]:
        raise Refusal(_("The file of trustee %(position)s does not answer for exactly what is due.") % position)
    return file


def start_opening(*, wave, by, at, despite=False):
    """Have the names of a wave opened by a job, now that enough files are here; the Wave.

    despite: open what can be opened, although some names are known to stay closed for ever with these files while
    further trustees could still send theirs.
    """
    with transaction.atomic():
        wave = locked(wave.pk)
        if wave.state == WaveState.COLLECTING:
            may_start(wave, despite)
        move(wave, "open", moves=WAVE_MOVES, by=by, at=at, done=0, despite=despite)
        enqueue("petitions.jobs.open_wave", wave.pk)
    return wave


def may_start(wave, despite):
    """Refusal unless the files that are here open what is due. The caller holds the wave, which is collecting."""
    manifest = queries.letter_facts(wave.letter.address).manifest
    if vault.dup_load(wave.letter_id) is not None:
        # Names beside a key that turns tags into addresses: never at one time (protocol section 2).
        sentence = _("The key that tells work addresses apart is still being destroyed. Try again in a minute.")
        raise Refusal(sentence, 409)
    received = wave.files.count()
    if received < manifest.t:
        raise Refusal(_("Not enough trustees have sent their files."), 409)
    if despite or received == manifest.n:
        return
    if wave.unopened:
        sentence = _(
            "With the files at hand, %(n)s of the names that are due would stay closed for ever. Wait for the file of "
            "one more trustee, or open the others despite that."
        )
        raise Refusal(sentence % {"n": wave.unopened}, 409)
    if not waves.may_open(wave):
        raise Refusal(_("A file holds wrong shares. The file of one more trustee is needed."), 409)


def open_wave(*, wave_pk, at, by=None, processes=None):
    """Combine the shares of a wave that is opening and publish every name in one step; the Wave.

    May run twice and may be killed at any moment: until the last transaction nothing is published, and one of two runs
    wins there. A wave goes back to collecting when some names would stay closed that the files of further trustees may
    open, unless an organizer said to open the others despite that.
    """
    wave = Wave.objects.select_related("letter").get(pk=wave_pk)
    if wave.state != WaveState.OPENING:
        return wave
    manifest = queries.letter_facts(wave.letter.address).manifest
    files = [release.parse_release(bytes(file.content), manifest=manifest) for file in wave.files.all()]
    found, complaints, closed = _open(wave, files, manifest, processes)
    with transaction.atomic():
        if closed and len(files) < manifest.n and not wave.despite:
            said = {"complaints": complaints, "unopened": closed, "done": 0}
            return move(wave, "return", moves=WAVE_MOVES, by=by, at=at, **said)
        named = sum(identity != names.NOBODY for _leaf, _tier, identity, *_place in found)
        # First the state, then the rows: of two runs the slower one stops here and has written nothing.
        done = {"complaints": complaints, "unopened": closed, "done": len(found), "named": named}
        done["completed_on"] = day_of(at)
        move(wave, "complete", moves=WAVE_MOVES, by=by, at=at, **done)
        names.publish_placed(wave.letter, wave, found)
        enqueue("petitions.jobs.publish_pages", wave.letter_id)
    return wave


def _open(wave, files, manifest, processes):
    """Of everything that is due: [a row as names.publish_placed takes it], {trustee's position: wrong shares}, and how
    many no t of these files open.

    Outside any transaction, so that the progress figure can be seen while it grows.
    """
    leaves = deque()

    def items():
        for row in bulk.by_leaf(_ITEMS, (wave.letter_id.hex, wave.pk.hex, True), chunk=_ITEMS_AT_ONCE):
            leaves.append(row[0])
            yield row

    def progress(done, _total):
        Wave.objects.filter(pk=wave.pk, state=WaveState.OPENING).update(done=done)

    found, complaints, closed = [], Counter(), 0
    more = {"job": OpenAndPlace, "processes": processes, "progress": progress, "total": wave.due}
    for leaf, has_opened, wrong, *row in opening.each_opened(items(), files, manifest=manifest, **more):
        if leaf != leaves.popleft():
            raise RuntimeError("a log entry does not hash to its leaf")
        found.append((leaf, *row))
        closed += not has_opened
        complaints.update(map(str, wrong))
    if len(found) != wave.due:
        # The public bundle needs every blob that was due: opening the rest would hide that one is gone.
        raise RuntimeError("a sealed envelope that is due is missing")
    return found, dict(complaints), closed
