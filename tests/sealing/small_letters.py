"""Letters of a few signatures, and what the replay and the verifier say of them."""

import pytest

from petitions.sealing import bundle, rows, verify
from petitions.sealing.errors import Rejected
from tests.sealing import world as w


def verified(world, **files):
    """(failures as dict, printed lines, Report) of the world's bundle with some files replaced."""
    lines = []
    report = verify.verify(bundle.Bundle.of(w.files(world) | files), out=lines.append, processes=1)
    return dict(report.failures), lines, report


def small(*chosen, **fields):
    world = w.new(tiers=[2, 9], **fields)
    passes = [w.sign(world, tier=tier, name=f"Person {n}")[0] for n, tier in enumerate(chosen or (2, 2, 9))]
    w.batch(world)
    return world, passes


def verified_with(world):
    """Verify although the world itself can no longer tell its story: names and blobs are those of before."""
    releases, world.releases = world.releases, {}
    files = w.files(world)
    world.releases = releases
    files["roster.json"] = rows.roster(
        root=world.manifest.eligibility.roster_root, leaves=world.roster, redeemed=world.redeemed
    )
    files |= {f"releases/{wave}-{i}.bin": raw for (wave, i), raw in releases.items()}
    lines = []
    report = verify.verify(bundle.Bundle.of(files), out=lines.append, processes=1)
    return dict(report.failures), lines, report


def letter(*chosen, **fields):
    """A letter with one published batch of these tiers; returns (world, passes)."""
    world = w.new(tiers=[2, 4], **fields)
    passes = [w.sign(world, tier=tier, name=f"Person {n}")[0] for n, tier in enumerate(chosen)]
    w.batch(world)
    return world, passes


def refused(world, check, **more):
    with pytest.raises(Rejected) as refusal:
        w.story(world, **more)
    assert refusal.value.check == check, str(refusal.value)
