"""One decoder under atheris, which follows the branches it reaches: python -m tests.sealing.fuzz NAME RUNS SEED.

Exits with a trace at the first crash, at the first input that is slow, and when memory has grown too far.
"""

import os
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["petitions.sealing"]):
    from tests.sealing import decoders


def memory():
    """Bytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main(name, runs, seed):
    """Atheris ends its process without tidying up, so it works in a folder of ours: the exit code."""
    with tempfile.TemporaryDirectory(prefix="undersigned-fuzz-") as folder:
        command = [sys.executable, "-m", "tests.sealing.fuzz", name, runs, seed, folder]
        return subprocess.run(command, check=False).returncode


def fuzz(name, runs, seed, folder):
    tempfile.tempdir = folder
    decode, inputs = decoders.decoders()[name]
    turn = count(1)

    def one(raw):
        decoders.feed(decode, raw)
        if next(turn) % 1000 == 0 and memory() > decoders.MOST_MEMORY:
            raise MemoryError(f"{memory() >> 20} MiB")

    corpus = tempfile.mkdtemp()
    for number, raw in enumerate(inputs):
        (Path(corpus) / str(number)).write_bytes(raw)
    longest = max(4096, 2 * max(map(len, inputs)))
    options = [f"-runs={runs}", f"-seed={seed}", f"-max_len={longest}", "-verbosity=0"]
    atheris.Setup([sys.argv[0], corpus, *options, f"-artifact_prefix={corpus}/"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit((fuzz if len(sys.argv) == 5 else main)(*sys.argv[1:]))
