"""What follows the batches of a small letter: its story, notices, releases, disputes and destroyed keys."""

from petitions.sealing import (
    checkpoints,
    entries,
    log,
    opening,
    release,
    tiers,
    waves,
)
from tests.sealing.world_letter import CLOSES, batch, leaves


def story(world, *, today=None, releases=None, notices=None):
    """The replayed Story of all there is, or of these release files and this many notices."""
    letter = world.manifest
    marks = [
        checkpoints.parse_checkpoint(
            note, public=letter.log.ed25519, origin=letter.log.origin, letter_id=letter.letter_id
        )
        for note in world.notes
    ]
    lines = [waves.line(entries.parse(raw)) for raw, _sealed in world.log]
    notices = [release.parse_notice(raw, manifest=letter) for raw in world.notices[:notices]]
    found = world.releases if releases is None else releases
    files = [(wave, release.parse_release(raw, manifest=letter)) for (wave, _i), raw in sorted(found.items())]
    return waves.replay(letter, lines, marks, notices, files, today=today)


def notice(world, *, final=False, **changes):
    """Announce the next wave over the log as it is; `changes` forge fields."""
    told = story(world)
    if final:
        world.day = max(world.day, CLOSES)
    every = leaves(world)
    k = tiers.judge(manifest=world.manifest, heads=told.heads.values(), final=told.final).k
    fields = {
        "letter_id": world.manifest.letter_id,
        "wave": len(world.notices) + 1,
        "previous": max((record.number for record in told.waves if record.state == waves.COMPLETE), default=0),
        "final": final,
        "size": len(every),
        "root": log.root(every),
        "k": world.manifest.tiers[-1] if final else k,
        "snapshot_day": waves.first_day(day=world.day, notice_hours=world.manifest.notice_hours),
    } | changes
    world.notices.append(release.make_notice(world.log_seed, **fields))


def due_items(world, wave, trustee=None):
    """(record, [(entry_raw, blob)] sorted by leaf) of a wave whose snapshot day has come, as this trustee sees it."""
    earlier = {key: raw for key, raw in world.releases.items() if key[0] <= wave and key != (wave, trustee)}
    record = story(world, today=world.day, releases=earlier, notices=wave).waves[wave - 1]
    by_leaf = {log.leaf_hash(raw): (raw, sealed) for raw, sealed in world.log}
    return record, [by_leaf[head.leaf] for head in record.ruling.due]


def share(world, wave, trustee, **changes):
    """A trustee's release file for a wave, put with the others; `changes` forge fields. Returns its bytes."""
    record, items = due_items(world, wave, trustee)
    ok, bad = opening.open_due(
        items, seed=world.xwing_seeds[trustee - 1], trustee=trustee, manifest=world.manifest, processes=1
    )
    fields = {
        "letter_id": world.manifest.letter_id,
        "size": record.snapshot.size,
        "root": record.snapshot.root,
        "k": record.ruling.k,
        "trustee": trustee,
        "ok": ok,
        "bad": bad,
    } | changes
    raw = release.make_release(world.identities[trustee - 1], **fields)
    world.releases[wave, trustee] = raw
    return raw


def open_wave(world, *, final=False, trustees=(1, 2)):
    """Announce, let the notice pass, take the snapshot, and let these trustees release."""
    notice(world, final=final)
    batch(world, days=release.parse_notice(world.notices[-1], manifest=world.manifest).snapshot_day - world.day)
    for trustee in trustees:
        share(world, len(world.notices), trustee)


def dispute(world, leaf, reason):
    """The operator marks a published name as disputed."""
    signature = release.erratum(
        world.log_seed, letter_id=world.manifest.letter_id, leaf=leaf, day=world.day, reason=reason
    )
    world.errata.append((leaf, reason, world.day, signature))


def destroy(world, trustee):
    """A trustee says that their key is gone."""
    signature = release.destroyed(world.identities[trustee - 1], world.manifest.letter_id, world.day)
    world.destroyed.append((trustee, world.day, signature))
