"""The files of a letter's public bundle, written from the database in log or leaf order, in memory for one chunk.

Everything is bound to one checkpoint: whatever a batch adds meanwhile lies after it. What can change before it (a
public statement that is withdrawn, a wave that completes) changes the mark of publication.py, which then starts over.
"""

import json
from bisect import bisect_right

from petitions import bulk, names, queries, vault
from petitions.models import Redemption, ReleaseFile, RosterLeaf, Trustee
from petitions.sealing import ed25519, log, rows
from petitions.sealing.checkpoints import join_notes
from petitions.sealing.encoding import day_number
from petitions.sealing.entries import NAMED
from petitions.states import FINISHED, LetterState, PassMode, WaveState

_ENTRIES = """
SELECT entry FROM petitions_logentry WHERE letter_id = %s AND position >= %s AND position < %s ORDER BY position
"""
_LEAVES = """
SELECT leaf FROM petitions_logentry WHERE letter_id = %s AND position >= %s AND position < %s ORDER BY position
"""
_PLACES = """
SELECT leaf, position FROM petitions_logentry
WHERE letter_id = %s AND position < %s AND leaf > %s ORDER BY leaf LIMIT %s
"""
_OPENED = """
SELECT b.leaf, b.blob FROM petitions_blob b JOIN petitions_hold h ON h.letter_id = b.letter_id AND h.leaf = b.leaf
JOIN petitions_wave w ON w.id = h.wave_id
WHERE b.letter_id = %s AND h.due = %s AND w.state = 'complete' AND b.leaf > %s ORDER BY b.leaf LIMIT %s
"""
_NAMES = """
SELECT n.leaf, n.tier, w.number, CAST(n.identity AS TEXT), s.plaintext, s.salt FROM petitions_publishedname n
LEFT JOIN petitions_wave w ON w.id = n.wave_id
LEFT JOIN petitions_statement s ON s.letter_id = n.letter_id AND s.leaf = n.leaf
WHERE n.letter_id = %s AND n.leaf > %s ORDER BY n.leaf LIMIT %s
"""
# Until a wave is published or the letter closes, nobody learns which codes were used (protocol section 5).
_REDEEMED_SHOWN = FINISHED | {LetterState.CLOSED}


def write(letter, folder):
    """Write the bundle's files below `folder`, and leaves.bin beside them: dict name in the bundle -> bytes or Path."""
    facts = queries.letter_facts(letter.address)
    marks = list(letter.checkpoints.order_by("size").values_list("size", "receipt_day", "note"))
    size = marks[-1][0] if marks else 0
    _write(folder / "leaves.bin", (leaf for (leaf,) in bulk.by_position(_LEAVES, letter.pk, size=size)))
    files = {
        "manifest.json": facts.manifest.raw,
        "letter.md": bytes(letter.letter_md),
        **{f"letter.{row.language}.md": bytes(row.letter_md) for row in letter.translations.all()},
        "checkpoints.txt": join_notes([bytes(note) for _size, _day, note in marks]),
        "approvals.json": rows.approvals(_approvals(letter)),
        "destroyed.json": rows.destroyed(_destroyed(letter)),
        "errata.json": rows.errata(_errata(letter)),
        **_roster(letter),
        "entries.bin": _write(folder / "entries.bin", _entries(letter, size)),
        "receipts.bin": _write(folder / "receipts.bin", _receipts(letter, facts, marks)),
        "blobs.bin": _write(folder / "blobs.bin", opened_blobs(letter)),
        "names.json": _write(folder / "names.json", _listed(_name_rows(letter))),
    }
    for wave in letter.waves.all():
        files[f"notices/{wave.number}.bin"] = bytes(wave.notice)
    done = ReleaseFile.objects.filter(wave__letter=letter, wave__state=WaveState.COMPLETE)
    for pk, wave, trustee in done.values_list("pk", "wave__number", "trustee"):
        # One at a time: a file of a large letter is tens of megabytes.
        content = (bytes(ReleaseFile.objects.values_list("content", flat=True).get(pk=part)) for part in (pk,))
        files[f"releases/{wave}-{trustee}.bin"] = _write(folder / f"release-{wave}-{trustee}.bin", content)
    return files


def _write(path, parts):
    with path.open("wb") as file:
        file.writelines(parts)
    return path


def _entries(letter, size):
    return (entry for (entry,) in bulk.by_position(_ENTRIES, letter.pk, size=size))


def _receipts(letter, facts, marks):
    """The same receipts that signatories hold, of every entry: so that holding one proves nothing."""
    key, sizes = ed25519.private(vault.log_seed()), [size for size, _day, _note in marks]
    days = [day_number(day.isoformat()) for _size, day, _note in marks]
    for leaf, position in bulk.by_leaf(_PLACES, (letter.pk.hex, sizes[-1] if sizes else 0)):
        day = days[bisect_right(sizes, position)]
        yield log.sign_receipt(key, letter_id=facts.letter_id, leaf=leaf, day=day)


def opened_blobs(letter):
    """Yield leaf ‖ blob of every entry that was due in a complete wave, by leaf."""
    for leaf, blob in bulk.by_leaf(_OPENED, (letter.pk.hex, True), chunk=500):
        yield leaf + blob


def _name_rows(letter):
    for leaf, tier, wave, identity, statement, salt in bulk.by_leaf(_NAMES, (letter.pk.hex,)):
        spelled = names.spelled(None if identity is None else json.loads(identity))
        extra = {"statement": statement, "salt": salt} if tier == NAMED else {}
        yield rows.name_row(leaf=leaf, tier=tier, wave=wave, identity=spelled, **extra)


def _listed(encoded):
    """rows.listed for more rows than memory should hold."""
    first = next(encoded, None)
    if first is None:
        yield rows.listed([])
        return
    yield b"[\n" + first
    for row in encoded:
        yield b",\n" + row
    yield b"\n]\n"


def _approvals(letter):
    given = Trustee.objects.filter(letter=letter, approval__isnull=False).values_list("position", "approval")
    return [(position, bytes(approval)) for position, approval in given]


def _destroyed(letter):
    said = Trustee.objects.filter(letter=letter, destroyed_signature__isnull=False)
    return [
        (position, day_number(day.isoformat()), bytes(signature))
        for position, day, signature in said.values_list("position", "destroyed_on", "destroyed_signature")
    ]


def _errata(letter):
    return [
        (bytes(row.leaf), row.reason, day_number(row.day.isoformat()), bytes(row.signature))
        for row in letter.errata.all()
    ]


def _roster(letter):
    """{"roster.json": bytes}; nothing for a letter without codes."""
    if letter.mode == PassMode.EMAIL:
        return {}
    shown = letter.state in _REDEEMED_SHOWN or letter.waves.filter(state=WaveState.COMPLETE).exists()
    redeemed = Redemption.objects.filter(letter=letter, shown=True).values_list("h1", flat=True) if shown else None
    roster = rows.roster(
        root=bytes(letter.roster_root),
        leaves=[bytes(leaf) for leaf in RosterLeaf.objects.filter(letter=letter).values_list("leaf", flat=True)],
        redeemed=None if redeemed is None else [bytes(h1) for h1 in redeemed],
    )
    return {"roster.json": roster}
