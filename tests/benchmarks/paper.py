"""The letter with its names as PDF: from the database to finished files, against the typesetting library alone.

The reference sets as many plain lines in three columns from memory; both make tagged PDF in volumes of the same size.
"""

from tests.benchmarks.measure import bound, compare, not_measured, step
from tests.benchmarks.place import Place, why_no_database
from tests.benchmarks.worlds import world

PIECE = 5000  # names that are printed in one piece


def main(options):
    reason = why_no_database()
    if reason:
        not_measured("paper", reason)
        return
    few = min(PIECE, options.size)
    with Place() as place:
        for name, number, seconds in (("paper-piece", few, 1), ("paper-volumes", options.size, options.size / 10_000)):
            env = place.product(name)
            letter = step("plant", world(options.page).folder, env=env)["letter"]
            step("name_all", letter, number, env=env)
            folder = place.folder / f"{name}-printed"
            ours, bare = [], []
            for _round in range(options.rounds):
                ours.append(step("print_names", letter, folder, env=env, watch=True))
                bare.append(step("set_bare", number, env=env)["seconds"])
            took = [one["seconds"] for one in ours]
            bound(name, took, unit="s", aim=f"<= {seconds:g}", names=number, volumes=ours[0]["volumes"])
            against = "plain lines set from memory"
            compare(f"{name}-ratio", took, bare, unit="s", against=against, aim="<= 2", names=number)
            peaks = [one["peak_mb"] for one in ours]
            bound(f"{name}-memory", peaks, unit="MB, both processes", aim="<= 256", names=number)
