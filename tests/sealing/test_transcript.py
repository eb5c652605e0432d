"""The recorded transcript of a whole letter replays: verified, opened again from the recorded keys, signed again."""

import pytest

from petitions.sealing import (
    bundle,
    checkpoints,
    entries,
    log,
    manifest,
    opening,
    passes,
    release,
    rows,
    verify,
    waves,
)
from tests.sealing import make


@pytest.fixture(scope="module")
def recorded():
    return make.vector("transcript-v1.json")


@pytest.fixture(scope="module")
def files(recorded):
    return {name: bytes.fromhex(data) for name, data in recorded["files"].items()}


@pytest.fixture(scope="module")
def letter(files):
    return manifest.parse(files["manifest.json"], complete=True)


@pytest.fixture(scope="module")
def report(files):
    lines = []
    found = verify.verify(bundle.Bundle.of(files), out=lines.append, processes=1)
    assert found.failures == [], lines
    return found


def test_identity_of_the_letter(recorded, letter):
    assert letter.letter_id.hex() == recorded["expect"]["letter_id"]
    assert letter.address == recorded["expect"]["address"]


def test_waves_names_and_complaints(recorded, report):
    expect, story = recorded["expect"], report.facts.story
    found = [
        {
            "number": record.number,
            "kind": record.kind,
            "state": record.state,
            "size": record.snapshot.size if record.snapshot else None,
            "k": record.ruling.k if record.ruling else None,
            "due": [head.leaf.hex() for head in record.ruling.due] if record.ruling else [],
        }
        for record in story.waves
    ]
    assert found == expect["waves"]
    assert {one["state"] for one in found} == {waves.COMPLETE, waves.VOID}
    assert sorted(leaf.hex() for leaf in story.final.values()) == expect["final"]
    assert (report.names, report.complaints) == (expect["names"], expect["complaints"])
    assert len(report.complaints) == 1 and "Trustee C" in report.complaints[0]


def test_it_holds_every_kind_of_entry_and_file(files, report):
    parsed = list(entries.parse_stream(files["entries.bin"]))
    signed = [entry for entry in parsed if isinstance(entry, entries.Sign)]
    assert len(signed) < len(parsed)
    assert {0, 2, 3, 12, entries.COUNT_ONLY} == {entry.tier for entry in signed}
    assert any(entry.flags for entry in signed) and any(entry.seq for entry in signed)
    assert b'"identity":null' in files["names.json"]
    for name in ("errata.json", "destroyed.json", "blobs.bin", "receipts.bin", "letter.de.md"):
        assert len(files[name]) > 3, name
    assert bundle.Bundle.of(files).releases() == [(1, 1), (1, 2), (1, 3), (3, 1), (3, 3)]


def test_trustees_open_the_same_shares_and_sign_the_same_bytes(recorded, files, letter, report):
    seeds = [bytes.fromhex(seed) for seed in recorded["keys"]["letter_xwing_seeds"]]
    identities = [bytes.fromhex(seed) for seed in recorded["keys"]["identity_ed25519_seeds"]]
    by_leaf = {entry.leaf: entry.raw for entry in entries.parse_stream(files["entries.bin"])}
    for wave, i in ((1, 1), (1, 2), (3, 1), (3, 3)):
        record = report.facts.story.waves[wave - 1]
        items = [
            (by_leaf[head.leaf], bytes.fromhex(recorded["sealed_blobs"][head.leaf.hex()])) for head in record.ruling.due
        ]
        ok, bad = opening.open_due(items, seed=seeds[i - 1], trustee=i, manifest=letter, processes=1)
        raw = release.make_release(
            identities[i - 1],
            letter_id=letter.letter_id,
            size=record.snapshot.size,
            root=record.snapshot.root,
            k=record.ruling.k,
            trustee=i,
            ok=ok,
            bad=bad,
        )
        assert raw == files[f"releases/{wave}-{i}.bin"]


def test_what_stayed_sealed_opens_with_the_keys_and_was_never_due(recorded, files, letter, report):
    due = {leaf for wave in recorded["expect"]["waves"] for leaf in wave["due"]}
    live = {head.leaf.hex() for head in report.facts.story.heads.values() if head.live and head.tier == 12}
    assert live and not live & due
    by_leaf = {entry.leaf.hex(): entry.raw for entry in entries.parse_stream(files["entries.bin"])}
    items = [(by_leaf[leaf], bytes.fromhex(recorded["sealed_blobs"][leaf])) for leaf in sorted(live)]
    files_ = []
    for i, seed in enumerate(recorded["keys"]["letter_xwing_seeds"], 1):
        ok, bad = opening.open_due(items, seed=bytes.fromhex(seed), trustee=i, manifest=letter, processes=1)
        raw = release.make_release(
            bytes.fromhex(recorded["keys"]["identity_ed25519_seeds"][i - 1]),
            letter_id=letter.letter_id,
            size=1,
            root=bytes(32),
            k=12,
            trustee=i,
            ok=ok,
            bad=bad,
        )
        files_.append(release.parse_release(raw, manifest=letter))
    names, _complaints = opening.combine(items, files_, manifest=letter)
    assert [opening.identity_json(plain) for plain in names.values()] == [b'{"name":"Stays Sealed"}']


def test_the_log_signs_the_same_bytes_again(recorded, files, letter, report):
    seed = bytes.fromhex(recorded["keys"]["log_ed25519_seed"])
    lines = report.facts.book.lines
    notes = [
        checkpoints.sign_checkpoint(
            seed,
            origin=letter.log.origin,
            letter_id=letter.letter_id,
            size=one.size,
            root=log.root(line.leaf for line in lines[: one.size]),
            day=one.day,
        )
        for one in report.facts.checkpoints
    ]
    assert checkpoints.join_notes(notes) == files["checkpoints.txt"]
    for record in report.facts.story.waves:
        notice = record.notice
        raw = release.make_notice(
            seed,
            letter_id=letter.letter_id,
            wave=notice.wave,
            previous=notice.previous,
            final=notice.final,
            size=notice.size,
            root=notice.root,
            k=notice.k,
            snapshot_day=notice.snapshot_day,
        )
        assert raw == files[f"notices/{notice.wave}.bin"]
    for at in range(0, len(files["receipts.bin"]), log.RECEIPT_LENGTH):
        record = files["receipts.bin"][at : at + log.RECEIPT_LENGTH]
        leaf, day = log.verify_receipt(letter.log.ed25519, letter.letter_id, record)
        assert log.sign_receipt(seed, letter_id=letter.letter_id, leaf=leaf, day=day) == record


def test_roster_and_approvals(recorded, files, letter):
    root, leaves, redeemed = rows.read_roster(files["roster.json"], 1 << 20)
    assert passes.roster_root(leaves) == root == letter.eligibility.roster_root
    assert {passes.roster_leaf(h1) for h1 in redeemed} <= set(leaves)
    seeds = [bytes.fromhex(seed) for seed in recorded["keys"]["identity_ed25519_seeds"]]
    pairs = [(i, release.approve(seed, letter.letter_id)) for i, seed in enumerate(seeds, 1)]
    assert rows.approvals(pairs) == files["approvals.json"]
