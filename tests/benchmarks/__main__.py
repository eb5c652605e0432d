"""Run the benchmarks: `python -m tests.benchmarks [NAME …]`, or `make bench ARGS="NAME …"`.

Names: site (signing, and the letter's page), passes, batch, wave, verifier, trustee, trustee-page (a release in a
browser), phone (signing in a slow browser), paper (the letter with its names as PDF), petition (its pages, codes and
export with many supporters), rulebook (deadlines of many companies), npx (votes of funds from a large file); all of
them when none is given.
Each prints JSON lines; what they mean is in measure.py. Figures of a busy machine mean little: the first line of each
benchmark says how busy it is.
"""

import argparse
import importlib
import signal
import subprocess
import sys

from tests.benchmarks.measure import machine, say

NAMES = tuple("site passes batch wave verifier trustee trustee-page phone paper petition rulebook npx".split())


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(NAMES)}; all when none is given")
    parser.add_argument("--size", type=int, default=30_000, help="signatures to verify, open and publish (30,000)")
    parser.add_argument("--full", action="store_true", help="the sizes that the aims speak of: 150,000")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (5)")
    parser.add_argument("--requests", type=int, default=2000, help="requests in one round (2,000)")
    parser.add_argument("--passes", type=int, default=150, help="passes in one round (150)")
    parser.add_argument("--page", type=int, default=10_000, help="signatures to open on the trustee's page (10,000)")
    parser.add_argument("--logged", type=int, default=1_500_000, help="signatures in the large letter (1,500,000)")
    parser.add_argument("--batch", type=int, default=10_000, help="entries in one batch (10,000)")
    parser.add_argument("--before", type=int, default=150_000, help="entries in the log before that batch (150,000)")
    parser.add_argument("--slower", type=int, default=4, help="how many times slower a phone is than this machine (4)")
    parser.add_argument("--megabytes", type=int, default=200, help="size of the file with funds' votes (200)")
    parser.add_argument("--companies", type=int, default=1000, help="companies whose deadlines are computed (1,000)")
    parser.add_argument("--supporters", type=int, default=150_000, help="supporters of a large petition (150,000)")
    found = parser.parse_args(arguments)
    unknown = set(found.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark called {', '.join(sorted(unknown))}")
    if found.full:
        found.size = 150_000
    return found


def main(arguments):
    """Run one benchmark here, or several after one another, each in a process of its own. The exit status."""
    options = options_of(arguments)
    if len(options.names) == 1:
        name = options.names[0]
        say(name="machine", before=name, **machine())
        importlib.import_module(f"tests.benchmarks.{name.replace('-', '_')}").main(options)
        return 0
    given = [argument for argument in arguments if argument not in options.names]
    failed = 0
    for name in options.names or NAMES:
        done = subprocess.run([sys.executable, "-m", "tests.benchmarks", name, *given], check=False)
        failed = failed or done.returncode
    return failed


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whatever a benchmark made is taken away
    sys.exit(main(sys.argv[1:]))
