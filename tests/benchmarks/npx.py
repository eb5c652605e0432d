"""A large Form N-PX, row by row, against expat alone with handlers that do nothing; and the memory it takes."""

from tests.benchmarks.measure import bound, compare, step
from tests.benchmarks.place import Place
from tests.readers import npx_files


def main(options):
    with Place() as place:
        file = place.folder / "votes.xml"
        rows = npx_files.write(file, options.megabytes * 1_000_000)
        megabytes = file.stat().st_size / 1e6
        ours, bare = [], []
        for _round in range(options.rounds):
            bare.append(megabytes / step("bare-expat", file)["cpu"])
            found = step("read-votes", file)
            assert found["rows"] == rows and found["told"] == file.stat().st_size
            ours.append(megabytes / found["cpu"])
        peak = step("read-votes", file, watch=True)["peak_mb"]
    shape = {"rows": rows, "file_mb": megabytes}
    compare("npx", ours, bare, unit="MB/s CPU", against="expat with handlers that do nothing", aim=">= 0.5", **shape)
    bound("npx-memory", [peak], unit="MB", aim="<= 256", **shape)
