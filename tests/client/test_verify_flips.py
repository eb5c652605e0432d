"""P49 in both tools: any single bit of a bundle changed, and both refuse it by the same checks."""

import random

import pytest

from petitions.sealing import bundle, verify
from petitions.sealing.errors import SealingError
from tests.client.core import Refused
from tests.sealing import world as w


@pytest.fixture(scope="module")
def files():
    return w.files(w.played(rand=random.Random("a bundle to flip").randbytes))


def ours(files):
    try:
        return [check for check, _sentence in verify.verify(bundle.Bundle.of(files), processes=1).failures]
    except SealingError as refusal:
        return [refusal.check]


def theirs(core, files):
    try:
        return [one["check"] for one in core.ask("verify", files=files)["failures"]]
    except Refused as refusal:
        return [refusal.check]


def test_p49_any_flipped_bit_is_refused_by_both_tools_alike(core, files, reach):
    """Half of the flips are spread over all bytes, half over files alike, so that short files are not lost."""
    wanted = reach.size(sample=40, full=1000)
    assert ours(files) == theirs(core, files) == []
    chance = reach.chance
    places = [(name, at) for name in sorted(files) for at in range(len(files[name]))]
    chosen = [chance.choice(places) for _ in range(wanted // 2)]
    for _ in range(wanted - len(chosen)):
        name = chance.choice(sorted(files))
        chosen.append((name, chance.randrange(len(files[name]))))
    rejected, named = 0, set()
    for name, at in chosen:
        bit = chance.randrange(8)
        flipped = bytearray(files[name])
        flipped[at] ^= 1 << bit
        changed = files | {name: bytes(flipped)}
        found = ours(changed)
        assert theirs(core, changed) == found, (name, at, bit)
        rejected += bool(found)
        named.update(found)
    assert rejected == wanted
    assert {"blobs", "letter"} <= named
    reach.reached(f"{rejected} of {wanted} single-bit flips rejected by Python and JavaScript, by the same checks")
