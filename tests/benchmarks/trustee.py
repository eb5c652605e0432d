"""A trustee's release, verify everything and open every box, against the signatures and HPKE openings in it."""

from tests.benchmarks import bundles
from tests.benchmarks.limits import Limit
from tests.benchmarks.measure import bound, compare, step
from tests.benchmarks.place import Place
from tests.benchmarks.worlds import world


def main(options):
    letter = world(options.size)
    with Place() as place:
        bundle = bundles.write(letter, place.folder / "bundle", sealed=True)
        peak = step("release", letter.folder, bundle, watch=True)["peak_mb"]
        ours, limit = [], []
        with Limit(letter, ["signatures", "boxes"]) as arithmetic:
            for _round in range(options.rounds):
                limit.append(arithmetic.run())
                ours.append(step("release", letter.folder, bundle))
    against = "PSS + 2 Ed25519 + HPKE open on all cores"
    rate = [letter.size / one["seconds"] for one in ours]
    compare(
        "trustee", rate, [letter.size / one["seconds"] for one in limit], unit="entries/s",
        against=against, aim=">= 0.85", entries=letter.size,
    )  # fmt: skip
    compare(
        "trustee-cpu", [one["cpu"] for one in ours], [one["cpu"] for one in limit], unit="s CPU",
        against=against, aim="<= 1.18", entries=letter.size,
    )  # fmt: skip
    bound("trustee-memory", [peak], unit="MB", aim="<= 300", entries=letter.size)
