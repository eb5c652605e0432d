"""P48: a changed text is another letter: it has another id, and nothing signed for the first counts there."""

from types import SimpleNamespace

import pytest

from petitions.sealing import entries, manifest, passes, release
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import Rejected, SealingError
from tests.sealing import make
from tests.sealing import world as w
from tests.sealing.small_letters import verified


def changed(raw, chance):
    """One byte changed, added or removed."""
    at, kind = chance.randrange(len(raw)), chance.randrange(3)
    if kind == 0:
        return make.flipped(raw, at, 1 << chance.randrange(8))
    return raw[:at] + chance.randbytes(1) + raw[at:] if kind == 1 else raw[:at] + raw[at + 1 :]


def carried_over(world, other):
    """How many entries, and approvals, of `world` would count under the manifest bytes `other`."""
    try:
        letter = manifest.parse(other, complete=True)
        issuer = passes.load_issuer(letter.issuer_spki)
    except SealingError:
        letter = issuer = None  # not even a letter: who reads it anyway must still not count anything
    if letter is None:
        letter, issuer = SimpleNamespace(**vars(world.manifest)), passes.load_issuer(world.manifest.issuer_spki)
        letter.letter_id, letter.n, letter.xwings = sha256(other), world.manifest.n, world.manifest.xwings
    assert letter.letter_id != world.manifest.letter_id
    count = 0
    for raw, sealed in world.log:
        entry = entries.parse(raw)
        try:
            if isinstance(entry, entries.Sign):
                entries.check_sign(entry, manifest=letter, issuer=issuer, sealed=sealed)
            else:
                entries.check_withdraw(entry, manifest=letter)
        except SealingError:
            continue
        count += 1
    for seat, seed in enumerate(world.identities):
        try:
            release.check_approval(world.manifest.trustees[seat].ed25519, letter.letter_id,
                                   release.approve(seed, world.manifest.letter_id))  # fmt: skip
        except Rejected:
            continue
        count += 1
    return count


def test_p48_no_changed_byte_of_the_manifest_carries_a_signature_over(reach):
    world, trials = w.played(), reach.size(sample=150, full=10_000)
    assert carried_over_as_it_is(world)
    total = 0
    for _trial in range(trials):
        other = changed(world.manifest.raw, reach.chance)
        total += carried_over(world, other) if other != world.manifest.raw else 0
    assert total == 0
    reach.reached(f"{total} signatures and approvals carried over by {trials:,} changed bytes of the manifest")


def carried_over_as_it_is(world):
    """The control: under their own manifest all of them count."""
    issuer = passes.load_issuer(world.manifest.issuer_spki)
    for raw, sealed in world.log:
        entry = entries.parse(raw)
        if isinstance(entry, entries.Sign):
            entries.check_sign(entry, manifest=world.manifest, issuer=issuer, sealed=sealed)
    return len(world.log) > 10


@pytest.mark.parametrize("name", ["letter.md", "letter.de.md"])
def test_p48_no_changed_byte_of_the_text_verifies(name, reach):
    world, trials, passed = w.played(), reach.size(sample=6, full=200), 0
    text = w.files(world)[name]
    assert verified(world)[0] == {}
    for _trial in range(trials):
        other = changed(text, reach.chance)
        if other == text:
            continue
        passed += not verified(world, **{name: other})[0]
    assert passed == 0
    reach.reached(f"{passed} of {trials:,} changed bytes of {name} verified")
