"""The bundle of a benchmark's letter: as the public gets it while nothing is opened, or as a trustee gets it."""

from petitions.sealing import checkpoints, ed25519, log, release, rows
from tests.benchmarks.worlds import LETTER, OPENS, TIERS

BATCH = 10_000
SNAPSHOT = OPENS + 60


def write(world, folder, *, sealed):
    """Write the bundle of `world` into `folder`; `sealed` adds every blob, and a notice whose snapshot day has come."""
    folder.mkdir(parents=True)
    letter = world.manifest
    leaves = world.leaves()
    notes, tree = _notes(world, leaves)
    day = log.receipt_day(opens=OPENS, day=OPENS)
    receipts = (log.sign_receipt(world.log_seed, letter_id=letter.letter_id, leaf=leaf, day=day) for leaf in leaves)
    approvals = [(i, release.approve(seed, letter.letter_id)) for i, seed in enumerate(world.identities, 1)]
    files = {
        "manifest.json": [letter.raw],
        "letter.md": [LETTER.encode()],
        "approvals.json": [rows.approvals(approvals)],
        "checkpoints.txt": [checkpoints.join_notes(notes)],
        "entries.bin": (entry for entry, _blob in world.people()),
        "receipts.bin": receipts,
        "roster.json": [rows.roster(root=letter.eligibility.roster_root, leaves=world.roster, redeemed=None)],
        "blobs.bin": (leaf + blob for leaf, (_e, blob) in zip(leaves, world.people(), strict=True)) if sealed else [],
        "names.json": [rows.listed([])],
        "destroyed.json": [rows.destroyed([])],
        "errata.json": [rows.errata([])],
    }
    if sealed:
        (folder / "notices").mkdir()
        files["notices/1.bin"] = [_notice(world, tree)]
    for name, parts in files.items():
        with (folder / name).open("wb") as file:
            file.writelines(parts)
    return folder


def _notes(world, leaves):
    """A signed note after every batch of 10,000, each dated within the week of all receipts, and the whole tree."""
    tree, notes = log.Frontier(), []
    for at, leaf in enumerate(leaves, 1):
        tree.append(leaf)
        if at % BATCH == 0 or at == len(leaves):
            given = {"origin": world.manifest.log.origin, "letter_id": world.manifest.letter_id, "day": OPENS + 1}
            notes.append(checkpoints.sign_checkpoint(world.log_seed, size=at, root=tree.root(), **given))
    return notes, tree


def _notice(world, tree):
    assert world.manifest.log.ed25519 == ed25519.public(world.log_seed)
    return release.make_notice(
        world.log_seed,
        letter_id=world.manifest.letter_id,
        wave=1,
        previous=0,
        final=False,
        size=tree.size,
        root=tree.root(),
        k=TIERS[-1],
        snapshot_day=SNAPSHOT,
    )
