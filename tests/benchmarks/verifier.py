"""Anyone's verifier against the signatures it has to check: one PSS and two Ed25519 an entry (its own, its receipt)."""

from tests.benchmarks import bundles
from tests.benchmarks.limits import Limit
from tests.benchmarks.measure import compare, step
from tests.benchmarks.place import Place
from tests.benchmarks.worlds import world


def main(options):
    letter = world(options.size)
    with Place() as place:
        bundle = bundles.write(letter, place.folder / "bundle", sealed=False)
        peak = step("verify", bundle, watch=True)["peak_mb"]
        ours, limit = [], []
        with Limit(letter, ["signatures"]) as arithmetic:
            for _round in range(options.rounds):
                limit.append(arithmetic.run())
                ours.append(step("verify", bundle))
    rate = [letter.size / one["seconds"] for one in ours]
    compare(
        "verifier", rate, [letter.size / one["seconds"] for one in limit], unit="entries/s",
        against="PSS + 2 Ed25519 on all cores", aim=">= 0.85", entries=letter.size, peak_mb=peak,
    )  # fmt: skip
    compare(
        "verifier-cpu", [one["cpu"] for one in ours], [one["cpu"] for one in limit], unit="s CPU",
        against="PSS + 2 Ed25519 on all cores", aim="<= 1.18", entries=letter.size,
    )  # fmt: skip
