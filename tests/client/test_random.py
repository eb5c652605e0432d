"""Without working randomness the bundle refuses before anything is made."""

import json
import os
import subprocess
from pathlib import Path

from petitions.sealing import xwing

ENC = 1120  # bytes of an X-Wing encapsulation, at the head of each box
SCRIPT = Path(__file__).with_name("random.mjs")


def _outcomes(node_path, bundle, how):
    env = {**os.environ, "XWING": json.dumps(list(xwing.public(bytes(range(32)))))}
    done = subprocess.run(
        [node_path, SCRIPT, bundle, how], env=env, capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


BROKEN = ("missing", "no subtle", "no generator", "zeros", "constant", "repeating", "untouched")
AT_ONCE = 500  # seals that one exchange with Node asks for


def test_p31_broken_randomness_seals_nothing(reach, node_path, bundle):
    """In Node; what a person then reads is in test_page_refuse.py."""
    for how in BROKEN:
        assert _outcomes(node_path, bundle, how) == {"seal": "random", "blind": "random", "build": "random"}, how
    # Good when it is looked at, stuck after: equal boxes show it.
    assert _outcomes(node_path, bundle, "stuck later")["seal"] == "random"
    whole = _outcomes(node_path, bundle, "whole")
    assert whole["seal"] == "sealed", "the same script seals where nothing is broken"
    assert whole["blind"] == "manifest"  # the script's issuer key is empty on purpose
    reach.reached(f"refused in {len(BROKEN) + 1} of {len(BROKEN) + 1} broken generators; the whole one seals")


def test_p31_no_two_seals_share_an_encapsulation(reach, node, js_manifest, letter):
    """The first part of every box is made of fresh randomness: two equal ones would be two names under one key."""
    number, seen, boxes = reach.size(sample=200, full=100_000), set(), 0
    context = {"letterId": letter.manifest.letter_id, "spk": bytes(32), "tier": 25, "seq": 0}
    parts = {"xwings": letter.manifest.xwings, "t": letter.manifest.t, "plaintext": bytes(512)}
    for at in range(0, number, AT_ONCE):
        for ok, blob in node.calls("envelope.seal", [(context, parts)] * min(AT_ONCE, number - at)):
            assert ok, blob
            first = 36 + 32 * letter.manifest.n
            for position in range(letter.manifest.n):
                seen.add(hash(blob[first + 1169 * position :][:ENC]))
                boxes += 1
    assert len(seen) == boxes
    reach.reached(f"0 repeated encapsulations in {number:,} seals ({boxes:,} boxes)")
