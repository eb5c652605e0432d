"""What is measured, each in a process of its own: `python -m tests.benchmarks.steps NAME …` prints one JSON line.

The clock starts after imports and set-up; the product's own worker processes start while it runs.
"""

import json
import sys
from pathlib import Path


def verify(bundle):
    """Anyone's verifier on a public bundle."""
    from petitions.sealing import verify as verifier
    from petitions.sealing.bundle import Bundle
    from tests.benchmarks.measure import Clock

    clock = Clock()
    with Bundle.open(bundle) as opened:
        report = verifier.verify(opened)
    found = clock.read()
    assert not report.failures and not report.complaints, report.failures
    return found


def release(world_folder, bundle):
    """What a trustee's `release` does between the passphrase and the finished file: verify everything, open, sign.

    Left out: scrypt, which takes the same part of a second for every letter.
    """
    from petitions.sealing import opening, verify, waves, xwing
    from petitions.sealing import release as wire
    from petitions.sealing.bundle import Bundle
    from tests.benchmarks.bundles import SNAPSHOT
    from tests.benchmarks.measure import Clock
    from tests.benchmarks.worlds import World

    world = World(world_folder)
    assert xwing.public(world.seeds[0]) == world.manifest.xwings[0]
    clock = Clock()
    with Bundle.open(bundle) as opened:
        report = verify.verify(opened, sealed=True, today=SNAPSHOT)
        assert not report.failures, report.failures
        facts, record = report.facts, report.facts.story.waves[-1]
        record_of = {leaf: index for index, leaf in enumerate(facts.blobs.leaves)}
        due = [head.leaf for head in record.ruling.due]
        items = ((facts.book.entry(facts.index_of[leaf]), facts.blobs.blob(record_of[leaf])) for leaf in due)
        ok, bad = opening.open_due(items, seed=world.seeds[0], trustee=1, manifest=world.manifest, total=len(due))
        raw = wire.make_release(
            world.identities[0],
            letter_id=world.manifest.letter_id,
            size=record.snapshot.size,
            root=record.snapshot.root,
            k=record.ruling.k,
            trustee=1,
            ok=ok,
            bad=bad,
        )
        waves.check_release(world.manifest, record, wire.parse_release(raw, manifest=world.manifest))
    found = clock.read()
    assert len(ok) == world.size and not bad
    return found


def read_votes(file):
    """Every row of a Form N-PX, as the product reads it."""
    from shareholder.readers import npx
    from tests.benchmarks.measure import Clock

    clock = Clock()
    told = 0

    def tell(done):
        nonlocal told
        told = done

    with Path(file).open("rb") as opened:
        rows = sum(1 for _ in npx.read(opened, tell))
    return clock.read() | {"rows": rows, "told": told}


def bare_expat(file):
    """The same file through expat with handlers that do nothing."""
    from xml.parsers import expat

    from tests.benchmarks.measure import Clock

    clock = Clock()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = lambda name, attributes: None
    parser.EndElementHandler = lambda name: None
    parser.CharacterDataHandler = lambda data: None
    with Path(file).open("rb") as opened:
        parser.ParseFile(opened)
    return clock.read()


def _django(name):
    """A step that needs Django, from site_steps.py or petition_steps.py."""
    import django

    django.setup()
    from tests.benchmarks import petition_steps, site_steps

    return getattr(petition_steps if hasattr(petition_steps, name) else site_steps, name)


STEPS = {"verify": verify, "release": release, "read-votes": read_votes, "bare-expat": bare_expat}


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    print(json.dumps((STEPS.get(name) or _django(name))(*arguments)), flush=True)
