"""The fast way of checking signatures, the trustee's key file and the junk names: the vectors that all tools share."""

import json
from pathlib import Path

from petitions.sealing import ed25519, keyfile
from tests.client.core import verdict

VECTORS = Path(__file__).resolve().parents[1] / "vectors"


def test_fast_signature_check_has_the_one_strict_meaning(core):
    """Here the runtime's own Ed25519 is asked first; every edge case must come out as in the slow way."""
    assert core.call("signatures.hasNative") is True
    cases = json.loads((VECTORS / "ed25519-edges.json").read_text())
    wrong = []
    for case in cases:
        given = [bytes.fromhex(case[part]) for part in ("public", "signature", "message")]
        if (verdict(lambda given=given: core.call("signatures.verify", *given))[0] == "ok") != case["valid"]:
            wrong.append(case["why"])
    assert wrong == []
    assert {case["valid"] for case in cases} == {True, False}


def test_acceptable_keys_are_the_same_in_both(core):
    keys = [*ed25519.SMALL_ORDER, ed25519.public(bytes(32)), b"\xff" * 32, b"\xed" + b"\xff" * 30 + b"\x7f", bytes(31)]
    keys += [bytes.fromhex(case["public"]) for case in json.loads((VECTORS / "ed25519-edges.json").read_text())]
    for key in set(keys):
        ours, theirs = (
            verdict(lambda k=key: ed25519.check_key(k)),
            verdict(lambda k=key: core.call("signatures.checkKey", k)),
        )
        assert ours == theirs, key.hex()


def test_key_files_open_on_the_other_side(core):
    told = json.loads((VECTORS / "keyfile.json").read_text())
    raw, payload = bytes.fromhex(told["file"]), bytes.fromhex(told["payload"])
    assert core.call("keyfile.decrypt", raw, told["passphrase"]) == payload == keyfile.decrypt(raw, told["passphrase"])
    # Two ways to type the same letters are one passphrase.
    made = core.call("keyfile.encrypt", payload, "Schlu\u0308ssel zu allem")
    assert keyfile.decrypt(made, "Schl\u00fcssel zu allem") == payload
    assert verdict(lambda: core.call("keyfile.decrypt", made, "x"))[:2] == ("refused", "passphrase")
    assert verdict(lambda: core.call("keyfile.decrypt", made[:-1], "Schl\u00fcssel zu allem"))[:2] == (
        "refused",
        "passphrase",
    )
    assert verdict(lambda: core.call("keyfile.decrypt", b"\2" + made[1:], "x"))[:2] == ("refused", "keyfile")
