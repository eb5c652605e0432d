"""A whole small letter played in memory with real cryptography: what server, signatories and trustees would do.

Plain functions on one World. Keys are drawn from `rand`, the operating system by default; the issuer key is one for
the run, because making RSA keys is slow and no test depends on its being fresh.
"""

import os

from petitions.sealing import (
    checkpoints,
    entries,
    log,
    opening,
    release,
    rows,
    waves,
)
from tests.sealing.world_letter import (
    CLOSES,
    DESTROY_BY,
    GERMAN,
    LETTER,
    OPENS,
    World,
    accept,
    batch,
    checkpoint,
    issuer_key,
    leaves,
    new,
    new_pass,
    seal,
    sign,
    withdraw,
)
from tests.sealing.world_waves import destroy, dispute, due_items, notice, open_wave, share, story

__all__ = [
    "CLOSES",
    "DESTROY_BY",
    "GERMAN",
    "LETTER",
    "OPENS",
    "World",
    "accept",
    "batch",
    "checkpoint",
    "destroy",
    "dispute",
    "due_items",
    "files",
    "issuer_key",
    "leaves",
    "log_files",
    "name_rows",
    "new",
    "new_pass",
    "notice",
    "open_wave",
    "played",
    "seal",
    "share",
    "sign",
    "story",
    "withdraw",
]


def name_rows(world, told):
    """The encoded rows of names.json, sorted by leaf."""
    by_leaf = {log.leaf_hash(raw): (entries.parse(raw), sealed) for raw, sealed in world.log}
    found = {}
    for head in told.heads.values():
        if head.live and head.tier == 0:
            _entry, sealed = by_leaf[head.leaf]
            identity = opening.identity_json(sealed[32:])
            found[head.leaf] = rows.name_row(
                leaf=head.leaf, tier=0, wave=None, identity=identity, salt=sealed[:32], statement=sealed[32:]
            )
    for record in told.waves:
        if record.state == waves.COMPLETE:
            items = [(by_leaf[head.leaf][0].raw, by_leaf[head.leaf][1]) for head in record.ruling.due]
            for one in opening.open_names(items, record.releases, manifest=world.manifest, processes=1):
                tier = by_leaf[one.leaf][0].tier
                found[one.leaf] = rows.name_row(leaf=one.leaf, tier=tier, wave=record.number, identity=one.identity)
    return [found[leaf] for leaf in sorted(found)]


def log_files(world):
    """The files that hold nothing but the log."""
    in_log = set(leaves(world))
    return {
        "entries.bin": b"".join(raw for raw, _sealed in world.log),
        "checkpoints.txt": checkpoints.join_notes(world.notes),
        "receipts.bin": b"".join(sorted(record for record in world.receipts if record[:32] in in_log)),
    }


def files(world, *, sealed=False):
    """The bundle as dict name -> bytes; `sealed` gives the trustee bundle."""
    told, letter = story(world), world.manifest
    blobs = {head.leaf for record in told.waves if record.state == waves.COMPLETE for head in record.ruling.due}
    if sealed:
        blobs |= {head.leaf for head in told.heads.values() if head.live and head.tier in letter.tiers}
    by_leaf = {log.leaf_hash(raw): sealed_part for raw, sealed_part in world.log}
    found = log_files(world) | {
        "manifest.json": letter.raw,
        "approvals.json": rows.approvals(
            (i, release.approve(seed, letter.letter_id)) for i, seed in enumerate(world.identities, 1)
        ),
        "letter.md": LETTER.encode(),
        "letter.de.md": GERMAN.encode(),
        "blobs.bin": b"".join(leaf + by_leaf[leaf] for leaf in sorted(blobs)),
        "names.json": rows.listed(name_rows(world, told)),
        "destroyed.json": rows.destroyed(world.destroyed),
        "errata.json": rows.errata(world.errata),
    }
    if letter.eligibility.mode == "code":
        redeemed = world.redeemed if world.releases else None
        found["roster.json"] = rows.roster(root=letter.eligibility.roster_root, leaves=world.roster, redeemed=redeemed)
    found |= {f"notices/{wave}.bin": raw for wave, raw in enumerate(world.notices, 1)}
    found |= {f"releases/{wave}-{trustee}.bin": raw for (wave, trustee), raw in world.releases.items()}
    return found


def played(*, rand=os.urandom, **fields):
    """A letter with every choice in it: an early wave, one that stays void, a final one; one name stays sealed."""
    world = new(rand=rand, **({"tiers": [2, 3, 12]} | fields))
    high = world.manifest.tiers[-1]
    first, _leaf = sign(world, tier=2, name="Zoë Early", title="Nurse", team="Ward 3")
    sign(world, tier=3, name="李 Tier Three", pass_=new_pass(world, blind=True))
    changed, _leaf = sign(world, tier=high, name="Changes Mind")
    gone, _leaf = sign(world, tier=2, name="Goes Away")
    sign(world, tier=0, name="Public Person", note="Proudly.")
    shy, _leaf = sign(world, tier=0, name="Public Then Not")
    sign(world, tier=entries.COUNT_ONLY)
    batch(world)
    sign(world, tier=3, name="Changes Mind", pass_=changed, seq=1)
    withdraw(world, gone, seq=1)
    withdraw(world, shy, seq=1)
    sign(world, tier=2, name="Helped Along", assisted=True)
    sign(world, tier=3, plaintext=b"\x00\x02{]" + bytes(508))
    batch(world)
    open_wave(world)
    sign(world, tier=high, name="Stays Sealed")
    _late, late_leaf = sign(world, tier=3, name="Late Three")
    sign(world, tier=entries.COUNT_ONLY, pass_=gone, seq=2)
    batch(world)
    open_wave(world, trustees=())
    open_wave(world, final=True, trustees=(1, 3))
    dispute(world, late_leaf, "The owner says this was not them.")
    destroy(world, 1)
    destroy(world, 3)
    return world
