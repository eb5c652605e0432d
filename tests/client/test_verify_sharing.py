"""P27 and P28 in JavaScript: envelopes open only where they belong, and every false share names its trustee."""

import json
import os
from types import SimpleNamespace

from petitions.sealing import envelope, log, opening, release, xwing
from petitions.sealing.encoding import sha256, u16
from tests.sealing import test_copies, test_few_trustees

N, T = test_copies.N, test_copies.T
CHUNK = 250


def entry_for(bound, blob):
    """The bytes of a SIGN entry as far as opening reads them: what a seal is bound to, and the blob's hash."""
    before = b"\x01\x01" + bound["letter_id"] + u16(bound["tier"]) + u16(bound["seq"]) + b"\0" + bound["spk"]
    return (before + bytes(32 + 384) + sha256(blob)).ljust(583, b"\0")


def test_p27_javascript_opens_no_copied_envelope(core, reach):
    """Every part of what a box is bound to is changed in turn, and every box is tried from every other seat."""
    count, opened, tried = reach.size(sample=12, full=1000), 0, 0
    seeds = [os.urandom(32) for _ in range(N)]
    keys = SimpleNamespace(publics=[xwing.public(seed) for seed in seeds], privates=list(map(xwing.private, seeds)))

    def shares(bound, raw, trustee, seed):
        parts = {"letterId": bound["letter_id"], "n": N, "t": T, "trustee": trustee, "seed": seed}
        return core.ask("job", job="boxes", parts=parts, task={"entries": entry_for(bound, raw), "blobs": raw})[0]

    def name(bound, raw, given):
        parts = {"letterId": bound["letter_id"], "n": N, "t": T}
        task = {"entries": entry_for(bound, raw), "blobs": raw, "given": list(enumerate(given, 1))}
        return core.ask("job", job="records", parts=parts, task=task)[0]["identity"]

    for _envelope in range(count):
        blob, bound, plain = test_copies.sealed_for(reach.chance, keys)
        found = [shares(bound, blob.raw, i, seed) for i, seed in enumerate(seeds, 1)]
        assert found == [envelope.open_share(blob, i, key, **bound) for i, key in enumerate(keys.privates, 1)]
        given = [b"\x01" + share for share in found]
        assert name(bound, blob.raw, given) == opening.identity_json(plain).decode()  # it does open where it belongs
        for part in test_copies.BOUND:
            elsewhere = test_copies.moved(reach.chance, bound, part)
            opened += shares(elsewhere, blob.raw, 1, seeds[0]) is not None
            opened += name(elsewhere, blob.raw, given) != "null"
        opened += sum(shares(bound, blob.raw, i, seeds[i % N]) is not None for i in range(1, N + 1))
        opened += name(bound, blob.raw, given[: T - 1]) != "null"
        tried += 2 * len(test_copies.BOUND) + N + 1
    assert opened == 0
    reach.reached(f"JavaScript: {opened} of {tried:,} copies of {count:,} envelopes opened elsewhere")


def test_p28_javascript_names_the_trustee_of_every_false_share(core, reach):
    count, chance = reach.size(sample=200, full=10_000), reach.chance
    items, given, manifest, _identities = test_few_trustees.signed_items(chance, count, N, T)
    leaves = [log.leaf_hash(entry) for entry, _blob in items]
    liars, told = {}, {trustee: {} for trustee in range(1, N + 1)}
    for at, leaf in enumerate(leaves):
        liars[leaf] = chance.randrange(1, N + 1)
        for trustee in told:
            own, others = given[leaf][trustee - 1], [one for i, one in enumerate(given[leaf], 1) if i != trustee]
            foreign = given[leaves[at - 1]][trustee - 1]
            lies = liars[leaf] == trustee
            told[trustee][leaf] = test_few_trustees.false_share(chance, own, others, foreign) if lies else own
    parts = {"letterId": manifest.letter_id, "n": N, "t": T}
    named = opened = alone = 0
    for first in range(0, count, CHUNK):
        run, part = items[first : first + CHUNK], leaves[first : first + CHUNK]
        packed = {"entries": b"".join(entry for entry, _ in run), "blobs": b"".join(blob for _, blob in run)}
        rows = [(trustee, b"".join(b"\x01" + shares[leaf] for leaf in part)) for trustee, shares in told.items()]
        found = core.ask("job", job="records", parts=parts, task=packed | {"given": rows})
        named += sum(one["wrong"] == [liars[leaf]] for leaf, one in zip(part, found, strict=True))
        opened += sum(json.loads(one["identity"])["name"].startswith("Person") for one in found)
        few = core.ask("job", job="records", parts=parts, task=packed | {"given": rows[: T - 1]})
        alone += sum(one["identity"] != "null" for one in few)
    assert (named, opened, alone) == (count, count, 0)
    reach.reached(
        f"JavaScript: {named:,} of {count:,} false shares found and their trustee named, all names opened, "
        f"{alone} by fewer than t trustees"
    )


def test_release_files_from_the_same_parts_are_the_same_bytes(core):
    """The same fields give the same bytes, whatever order they come in."""
    seed, ok = os.urandom(32), {os.urandom(32): os.urandom(33) for _ in range(20)}
    fields = {"letter_id": bytes(32), "size": 9, "root": bytes(32), "k": 3, "trustee": 1, "ok": ok, "bad": [bytes(32)]}
    raw = release.make_release(seed, **fields)
    made = [{"leaf": leaf, "share": share} for leaf, share in ok.items()]
    given = {"letterId": bytes(32), "size": 9, "root": bytes(32), "k": 3, "trustee": 1, "ok": made, "bad": [bytes(32)]}
    assert core.call("release.makeRelease", seed, given) == raw
