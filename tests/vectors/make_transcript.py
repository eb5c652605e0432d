"""Records tests/vectors/transcript-v1.json: one whole letter, every file of its bundle, and all its (test) keys.

Run from the project's folder: python -m tests.vectors.make_transcript. HPKE is randomised, so a new recording differs
in its bytes; what is recorded is replayed in the open and verify direction by tests/sealing/test_transcript.py.
"""

import json
from pathlib import Path

from petitions.sealing import bundle, log, opening, verify
from tests.sealing import world as w

TARGET = Path(__file__).with_name("transcript-v1.json")
NOTE = (
    "TEST KEYS, worth nothing. One letter of protocol version 1: manifest with every field, sorted batches, three "
    "waves (early, void, final), releases with one wrong share, withdrawals, re-signatures, a public name, count only, "
    "assisted, junk, receipts, an erratum, two destroyed keys. Files are hex. HPKE is randomised: open and verify."
)


def wrong_share(world, wave, trustee):
    """This trustee signs a release in which one share is false."""
    _record, items = w.due_items(world, wave, trustee)
    seed = world.xwing_seeds[trustee - 1]
    ok, bad = opening.open_due(items, seed=seed, trustee=trustee, manifest=world.manifest, processes=1)
    leaf = min(ok)
    ok[leaf] = bytes(32) + ok[leaf][32:]
    w.share(world, wave, trustee, ok=ok, bad=bad)


def recorded():
    """The transcript as a dict of text."""
    world = w.played()
    wrong_share(world, 1, 3)
    files = w.files(world)
    report = verify.verify(bundle.Bundle.of(files), processes=1)
    if report.failures:
        raise SystemExit(f"the letter does not verify: {report.failures}")
    told = w.story(world)
    by_leaf = {log.leaf_hash(raw): sealed for raw, sealed in world.log}
    return {
        "note": NOTE,
        "keys": {
            "log_ed25519_seed": world.log_seed.hex(),
            "identity_ed25519_seeds": [seed.hex() for seed in world.identities],
            "letter_xwing_seeds": [seed.hex() for seed in world.xwing_seeds],
            "issuer_pkcs8": w.issuer_key().hex(),
        },
        "files": {name: files[name].hex() for name in sorted(files)},
        "sealed_blobs": {
            leaf.hex(): sealed.hex() for leaf, sealed in sorted(by_leaf.items()) if sealed and len(sealed) > 544
        },
        "expect": {
            "letter_id": world.manifest.letter_id.hex(),
            "address": world.manifest.address,
            "waves": [
                {
                    "number": record.number,
                    "kind": record.kind,
                    "state": record.state,
                    "size": record.snapshot.size if record.snapshot else None,
                    "k": record.ruling.k if record.ruling else None,
                    "due": [head.leaf.hex() for head in record.ruling.due] if record.ruling else [],
                }
                for record in told.waves
            ],
            "live": sum(head.live for head in told.heads.values()),
            "final": sorted(leaf.hex() for leaf in told.final.values()),
            "names": report.names,
            "complaints": report.complaints,
        },
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(recorded(), indent=1) + "\n", encoding="utf-8")
