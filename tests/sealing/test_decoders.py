"""P29: whatever bytes a decoder is given, it takes them or refuses them, soon and in little memory."""

import os
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.sealing.errors import SealingError
from tests.sealing import decoders

ROOT = Path(__file__).resolve().parents[2]
FULL = 1_000_000


@pytest.mark.parametrize("name", sorted(decoders.decoders()))
def test_every_decoder_takes_what_it_should(name):
    """Else its fuzzing would prove nothing: all its inputs would be refused at the door."""
    decode, inputs = decoders.decoders()[name]
    for raw in inputs:
        try:
            decode(raw)
        except SealingError as refusal:
            # These are refused behind the parser: no key, a key that is no point, a signature that was not renewed.
            assert refusal.check in {"keyfile", "box", "signature"}, (name, refusal.check)


@settings(max_examples=50)
@given(st.data())
def test_any_bytes_are_taken_or_refused(data):
    decode, _inputs = decoders.decoders()[data.draw(st.sampled_from(sorted(decoders.decoders())))]
    decoders.feed(decode, data.draw(st.binary(max_size=2000)))


def test_p29_decoders_survive_anything(reach):
    """The sample is seeded mutations in this process; the full figure is atheris."""
    every = decoders.decoders()
    runs = reach.size(sample=100, full=FULL // len(every) + 1)
    if reach.is_full:
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda name: fuzzed(name, runs), sorted(every)))
        assert [answer for answer in answers if answer] == []
        fed, how = runs * len(every), "inputs of atheris"
    else:
        fed, taken = 0, 0
        tracemalloc.start()
        for name, (decode, inputs) in sorted(every.items()):
            for _run in range(runs):
                raw = decoders.mutated(reach.chance.choice(inputs), reach.chance)
                try:
                    taken += decoders.feed(decode, raw)
                except Exception as crash:
                    raise AssertionError(f"{name} crashed on {raw[:300]!r}") from crash
                fed += 1
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert 0 < taken < fed  # mutations reach beyond the door, and not all of them are harmless
        assert peak < decoders.MOST_MEMORY
        how = "seeded mutations"
    reach.reached(f"0 crashes, 0 above 100 ms and 0 above 256 MB in {fed:,} {how} of {len(every)} decoders")


def fuzzed(name, runs):
    """Run one decoder under atheris; what it said if it failed."""
    command = [sys.executable, "-m", "tests.sealing.fuzz", name, str(runs), "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    return f"{name}: {(done.stdout + done.stderr)[-3000:]}" if done.returncode else ""
