"""Attacks on openings (SPEC sections 15 and 16): wrong shares, too few, for another letter, too early."""

from itertools import combinations

from petitions.sealing import (
    entries,
    envelope,
    log,
    opening,
    release,
    shares,
)
from tests.sealing import world as w
from tests.sealing.small_letters import small, verified, verified_with


def wrong_share(world, trustee):
    """A trustee signs a release with one share changed."""
    _record, items = w.due_items(world, 1, trustee)
    ok, bad = opening.open_due(
        items, seed=world.xwing_seeds[trustee - 1], trustee=trustee, manifest=world.manifest, processes=1
    )
    leaf = min(ok)
    ok[leaf] = bytes(32) + ok[leaf][32:]
    w.share(world, 1, trustee, ok=ok, bad=bad)
    return leaf


def test_wrong_share_is_caught_and_names_the_trustee():
    world, _passes = small()
    w.open_wave(world)
    leaf = wrong_share(world, 2)
    w.share(world, 1, 3)
    failures, lines, report = verified(world)
    assert (failures, report.names) == ({}, 2)
    assert len(report.complaints) == 1 and "trustee 2 (Trustee B)" in report.complaints[0]
    assert leaf.hex() in report.complaints[0]
    assert any(line.startswith("COMPLAINT") and "Trustee B" in line for line in lines)


def test_wrong_share_with_only_t_files_leaves_its_entry_closed_and_names_the_trustee():
    world, _passes = small()
    w.open_wave(world)
    wrong_share(world, 2)
    failures, _lines, report = verified(world)
    assert (failures, report.names, len(report.complaints)) == ({}, 1, 1)


def test_fewer_than_t_files_open_nothing():
    world, _passes = small(2, 2, 2, n=5, t=3)
    w.notice(world)
    w.batch(world, days=3)
    raws = {i: w.share(world, 1, i) for i in range(1, 6)}
    record, items = w.due_items(world, 1)
    files = {i: release.parse_release(raw, manifest=world.manifest) for i, raw in raws.items()}
    for few in [*combinations(files, 1), *combinations(files, 2)]:
        names, complaints = opening.combine(items, [files[i] for i in few], manifest=world.manifest)
        assert set(names.values()) == {None} and complaints == []
    for enough in combinations(files, 3):
        names, _complaints = opening.combine(items, [files[i] for i in enough], manifest=world.manifest)
        assert None not in names.values()
    for few in combinations([files[i].ok[min(files[i].ok)] for i in files], 2):
        dek = shares.combine(list(few))
        blob = envelope.parse(items[0][1], n=5, t=3)
        assert blob.dek_commit != dek
    world.releases = {(1, i): raws[i] for i in (1, 2)}
    assert w.story(world).waves[0].state == "pending"
    failures, _lines, report = verified(world)
    assert (failures, report.names) == ({}, 0)


def test_names_made_from_too_few_files_are_refused():
    world, _passes = small()
    w.open_wave(world)
    whole = w.files(world)
    del world.releases[1, 2]
    failures, _lines, _report = verified(world, **{name: whole[name] for name in ("names.json", "blobs.bin")})
    assert "blobs" in failures


def test_release_for_another_root_is_refused():
    world, _passes = small()
    w.open_wave(world)
    for change in ({"root": bytes(32)}, {"size": 1}, {"k": 9}, {"k": 0}):
        w.share(world, 1, 2, **change)
        failures, _lines, _report = verified_with(world)
        assert "snapshot" in failures["waves"] or "Trustee B for wave 1 opens another tier" in failures["waves"]
    w.share(world, 1, 2)
    assert verified(world)[0] == {}


def test_release_answering_for_more_or_fewer_entries_is_refused():
    """A trustee who opens a higher tier or a withdrawn entry, or leaves somebody out."""
    world, _passes = small()
    w.open_wave(world)
    good = release.parse_release(world.releases[1, 2], manifest=world.manifest)
    high = next(log.leaf_hash(raw) for raw, _sealed in world.log if entries.parse(raw).tier == 9)
    more = good.ok | {high: bytes(33)}
    fewer = {leaf: share for leaf, share in good.ok.items() if leaf != min(good.ok)}
    for ok, bad in ((more, []), (fewer, []), (good.ok, [min(good.ok)]), (good.ok, [high]), ({}, [])):
        w.share(world, 1, 2, ok=ok, bad=bad)
        assert "waves" in verified_with(world)[0]
    w.share(world, 1, 2)
    assert verified_with(world)[0].keys() == {"blobs"}  # the control: only what was left out of these files


def test_release_file_of_another_letter_or_trustee_is_refused():
    world, _passes = small()
    other, _passes = small()
    w.open_wave(world)
    w.open_wave(other)
    world.releases[1, 2] = other.releases[1, 2]
    assert "another letter" in verified_with(world)[0]["waves"]
    world.releases[1, 2] = world.releases[1, 1]
    assert "filed under another name" in verified_with(world)[0]["waves"]
    w.share(world, 1, 2)
    forged = bytearray(world.releases[1, 2])
    forged[71] = 3  # the trustee's number: trustee 2 speaks in the name of 3
    world.releases[1, 3] = bytes(forged)
    assert "does not verify" in verified_with(world)[0]["waves"]


def test_early_wave_never_opens_above_its_notice():
    world, _passes = small(2, 2, *[9] * 5)
    w.notice(world)
    for n in range(4):
        w.sign(world, tier=9, name=f"Later {n}")
    w.batch(world, days=3)
    record, _items = w.due_items(world, 1)
    assert (record.ruling.k, len(record.ruling.due)) == (2, 2)
    w.share(world, 1, 1)
    w.share(world, 1, 2)
    assert verified(world)[0] == {}
    w.share(world, 1, 2, k=9)
    assert "waves" in verified_with(world)[0]


def test_withdrawn_entry_is_neither_due_nor_counted():
    world, passes = small(2, 2, 2)
    w.notice(world)
    w.withdraw(world, passes[0], seq=1)
    w.batch(world, days=3)
    record, _items = w.due_items(world, 1)
    assert passes[0].spk not in {head.spk for head in record.ruling.due} and len(record.ruling.due) == 2
