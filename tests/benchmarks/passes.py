"""Issuing a pass against the blind signature in it (base blinding and self-check included), in one process."""

from tests.benchmarks.measure import compare, not_measured, step
from tests.benchmarks.place import Place, why_no_database
from tests.benchmarks.worlds import world


def main(options):
    reason = why_no_database()
    if reason:
        not_measured("pass", reason)
        return
    with Place() as place:
        env = place.product("passes")
        planted = step("plant", world(options.size).folder, env=env)
        found = step("issue", planted["address"], options.rounds, options.passes, env=env)
    for figure, unit in (("cpu", "ms CPU a pass"), ("seconds", "ms a pass")):
        ours, raw = ([1000 * one[figure] / options.passes for one in found[side]] for side in ("ours", "raw"))
        compare(f"pass-{figure}", ours, raw, unit=unit, against="one blind signature", aim="<= 1.3")
