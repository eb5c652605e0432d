"""The recorded transcript: entries and blobs that a browser and this package sealed must verify and open here."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from petitions.sealing import ed25519, entries, envelope, log, xwing
from petitions.sealing.encoding import sha256
from tests.sealing.make import transcript, vector

SHARED = Path(__file__).resolve().parents[3] / "shared" / "vectors"
RECORDED = transcript().recorded


def where(entry):
    return {"letter_id": entry.letter_id, "spk": entry.spk, "tier": entry.tier, "seq": entry.seq}


def signs():
    return [entry for entry in transcript().entries if isinstance(entry, entries.Sign)]


def test_the_letter_is_the_hash_of_its_manifest():
    assert sha256(bytes.fromhex(RECORDED["manifest"])) == transcript().manifest.letter_id


def test_seeds_give_the_manifests_keys():
    for seed, public in zip(RECORDED["trustee_xwing_seeds"], transcript().manifest.xwings, strict=True):
        assert xwing.public(bytes.fromhex(seed)) == public
    fields = json.loads(bytes.fromhex(RECORDED["manifest"]))
    for seed, trustee in zip(RECORDED["trustee_ed25519_seeds"], fields["trustees"], strict=True):
        assert ed25519.public(bytes.fromhex(seed)).hex() == trustee["ed25519"]


def test_every_entry_verifies():
    assert len(signs()) == 5
    for entry in transcript().entries:
        if isinstance(entry, entries.Sign):
            entries.check_sign(
                entry, manifest=transcript().manifest, issuer=transcript().issuer, sealed=transcript().blobs[entry.leaf]
            )
        else:
            entries.check_withdraw(entry, manifest=transcript().manifest)


def test_entries_are_made_again_byte_for_byte_where_nothing_is_random():
    raw = b"".join(entry.raw for entry in transcript().entries)
    assert [entry.raw for entry in entries.parse_stream(raw)] == [entry.raw for entry in transcript().entries]
    assert log.root(entry.leaf for entry in transcript().entries).hex() == RECORDED["tree_root"]


def test_every_two_trustees_open_every_name():
    names = {bytes.fromhex(leaf): identity for leaf, identity in RECORDED["expect"]["names"].items()}
    assert len(names) == 3
    for entry in signs():
        blob = envelope.parse(transcript().blobs[entry.leaf], n=3, t=2)
        given = [envelope.open_share(blob, i, key, **where(entry)) for i, key in enumerate(transcript().privates, 1)]
        for i, share in enumerate(given, 1):
            assert envelope.share_matches(blob, i, share, letter_id=entry.letter_id, spk=entry.spk)
        opened = {envelope.open_body(blob, pair, **where(entry)) for pair in combinations(given, 2)}
        assert len(opened) == 1
        identity = envelope.read_plaintext(opened.pop())
        assert identity["name"]
        if entry.leaf in names:
            assert identity == names[entry.leaf]


def test_recorded_release_files_hold_the_shares_that_the_boxes_give():
    signed = 0
    for raw in map(bytes.fromhex, RECORDED["releases"]):
        i, ok = raw[71], int.from_bytes(raw[72:76], "big")
        for at in range(80, 80 + 65 * ok, 65):
            leaf, share = raw[at : at + 32], raw[at + 32 : at + 65]
            entry = next(entry for entry in signs() if entry.leaf == leaf)
            blob = envelope.parse(transcript().blobs[leaf], n=3, t=2)
            assert envelope.open_share(blob, i, transcript().privates[i - 1], **where(entry)) == share
            signed += 1
    assert signed == 6


@pytest.mark.parametrize(
    ("theirs", "ours"), [("protocol-v1.json", "protocol-v1-transcript.json"), ("rfc9474.json", "rfc9474.json")]
)
def test_our_copies_say_what_the_originals_say(theirs, ours):
    original = SHARED / theirs
    if not original.is_file():
        pytest.skip("the original vectors are not beside this checkout; the copies are tested above")
    copy = vector(ours)
    if isinstance(copy, dict):
        copy = {key: value for key, value in copy.items() if key != "label"}
    assert json.loads(original.read_text(encoding="utf-8")) == copy
