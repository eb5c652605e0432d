"""The vectors that all tools share, replayed by the bundle."""

import json
from pathlib import Path

from petitions.sealing import encoding, entries

VECTORS = Path(__file__).resolve().parents[1] / "vectors"


def _load(name):
    return json.loads((VECTORS / name).read_text())


def test_ed25519_edges_have_one_meaning(node):
    cases = _load("ed25519-edges.json")
    given = [[bytes.fromhex(case[part]) for part in ("public", "signature", "message")] for case in cases]
    found = [ok for ok, _ in node.calls("ed25519.verify", given)]
    wrong = [case["why"] for case, ok in zip(cases, found, strict=True) if ok != case["valid"]]
    assert wrong == []
    assert 0 < sum(found) < len(found)


def test_junk_plaintexts_name_nobody(node):
    cases = _load("junk-plaintexts.json")["cases"]
    found = node.calls("plaintext.readPlaintext", [[bytes.fromhex(case["plaintext"])] for case in cases])
    pairs = zip(cases, found, strict=True)
    wrong = [case["why"] for case, (ok, fields) in pairs if not ok or fields != case["identity"]]
    assert wrong == []
    assert any(case["identity"] is None for case in cases)
    assert any(case["identity"] for case in cases)


def test_unsettled_characters_are_junk(node):
    for first, last in _load("junk-plaintexts.json")["unsettled"]:
        for point in {first, last}:
            assert node.calls("plaintext.pad", [[{"name": f"A{chr(point)}"}]]) == [(False, "characters")]


def test_the_recorded_transcript_opens(node):
    told = _load("protocol-v1-transcript.json")
    raw = bytes.fromhex(told["manifest"])
    letter_id = bytes.fromhex(told["letter_id"])
    manifest = node.call("manifest.parseManifest", raw, encoding.b32(letter_id[:20]))
    assert manifest["letterId"] == letter_id
    found, leaves = {}, []
    for text in told["entries"]:
        entry = entries.parse(bytes.fromhex(text))
        leaves.append(node.call("log.leafHash", entry.raw))
        if leaves[-1].hex() not in told["blobs"]:
            continue
        blob = node.call("envelope.parseBlob", bytes.fromhex(told["blobs"][leaves[-1].hex()]), {"n": 3, "t": 2})
        context = {"letterId": letter_id, "spk": entry.spk, "tier": entry.tier, "seq": entry.seq}
        seeds = [bytes.fromhex(seed) for seed in told["trustee_xwing_seeds"]]
        shares = [node.call("envelope.openShare", blob, i, seeds[i - 1], context) for i in (1, 2)]
        assert all(node.call("envelope.shareMatches", blob, i, shares[i - 1], context) for i in (1, 2))
        opened = node.call("envelope.openBody", blob, shares, context)
        found[leaves[-1].hex()] = node.call("plaintext.readPlaintext", opened)
    assert node.call("log.rootOf", leaves).hex() == told["tree_root"]
    assert len(found) == len(told["blobs"])
    assert {leaf: found[leaf] for leaf in told["expect"]["names"] if leaf in found} == {
        leaf: name for leaf, name in told["expect"]["names"].items() if leaf in found
    }
    assert set(told["expect"]["names"]) <= set(found)


def test_manifests_that_are_not_strict_are_refused(node):
    told = _load("protocol-v1-transcript.json")
    raw = bytes.fromhex(told["manifest"])
    good = raw.decode()
    spoilt = {
        "duplicate key": good.replace('{"v": 1', '{"v": 1, "v": 1', 1),
        "duplicate by escape": good.replace('{"v": 1', '{"v": 1, "\\u0076": 1', 1),
        "duplicate deep": good.replace('"name": "T1"', '"name": "T1", "name": "T2"', 1),
        "fraction": good.replace('"v": 1', '"v": 1.0', 1),
        "exponent": good.replace('"margin": 0', '"margin": 0e0', 1),
        "mark": "\ufeff" + good,
        "version": good.replace('"v": 1', '"v": 2', 1),
        "tiers": good.replace("[2, 3, 5]", "[2, 2, 5]", 1),
        "threshold": good.replace('"t": 2', '"t": 4', 1),
        "half a character": good.replace('"name": "T1"', '"name": "\\ud800"', 1),
        "upper-case hex": good.replace("ce067a17", "CE067A17", 1),
        "not an object": "[]",
        "text behind": good + "x",
    }
    assert all(text != good for text in spoilt.values())
    for why, text in spoilt.items():
        raw = text.encode()
        address = encoding.b32(encoding.sha256(raw)[:20])
        assert node.calls("manifest.parseManifest", [[raw, address]]) == [(False, "manifest")], why
    assert node.calls("manifest.parseManifest", [[good.encode(), "a" * 32]]) == [(False, "manifest")]
    node.call("manifest.parseManifest", good.encode(), encoding.b32(encoding.sha256(good.encode())[:20]))
