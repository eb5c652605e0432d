"""Publishing a wave: check shares, combine, decrypt, write; against the arithmetic on all cores and one COPY.

The reference combines and decrypts from memory, then copies rows of the same names into a table like the product's.
After each round the published names are removed and the wave waits again.
"""

import json
import uuid

import psycopg

from petitions.sealing import opening, release
from petitions.sealing.log import root
from tests.benchmarks import rows
from tests.benchmarks.limits import Limit
from tests.benchmarks.measure import Clock, compare, not_measured, step
from tests.benchmarks.place import Place, why_no_database
from tests.benchmarks.worlds import TIERS, T, world

_NAMES = "id, letter_id, wave_id, leaf, tier, identity, sort_key"


class Bench:
    """A letter whose wave has all it needs to be opened."""

    def __init__(self, place, name, letter, size):
        self.env = place.product(name)
        planted = step("plant", letter.folder, env=self.env)
        self.database = place.enter_context(psycopg.connect(self.env["UNDERSIGNED_DATABASE_URL"], autocommit=True))
        for table, made in (("petitions_logentry", rows.log_rows), ("petitions_blob", rows.blob_rows)):
            with self.database.transaction():
                ready = made(planted["letter"], letter.people(0, size))
                rows.copy(self.database, table, rows.COLUMNS[table], ready)
        self.database.execute("VACUUM ANALYZE petitions_logentry, petitions_blob")
        leaves = letter.leaves()[:size]
        paths = _release_files(letter, size, leaves, place.folder / name)
        wave = step("collect", planted["letter"], size, root(leaves).hex(), *paths, env=self.env)["wave"]
        self.wave = wave
        self.database.execute("VACUUM ANALYZE petitions_hold")

    def open(self, watch=False):
        found = step("open_names", self.wave, env=self.env, watch=watch)
        select = f"SELECT {_NAMES} FROM petitions_publishedname"  # noqa: S608  a constant
        self.kept = self.database.execute(select).fetchall()
        self.database.execute("TRUNCATE petitions_publishedname")
        return found

    def copy(self):
        """One COPY of the names that were published last; {"seconds", "cpu"}."""
        self.database.execute("CREATE TABLE IF NOT EXISTS bare_names (LIKE petitions_publishedname INCLUDING ALL)")
        ready = [(uuid.uuid4(), *row[1:5], json.dumps(row[5], ensure_ascii=False), row[6]) for row in self.kept]
        clock = Clock()
        with self.database.transaction():
            rows.copy(self.database, "bare_names", _NAMES, ready)
        found = clock.read()
        self.database.execute("TRUNCATE bare_names")
        return found


def _release_files(letter, size, leaves, folder):
    """Paths of the release files of the first t trustees, who opened everything."""
    folder.mkdir(exist_ok=True)
    paths = []
    for trustee in range(1, T + 1):
        ok, bad = opening.open_due(
            letter.people(0, size),
            seed=letter.seeds[trustee - 1],
            trustee=trustee,
            manifest=letter.manifest,
            total=size,
        )
        assert len(ok) == size and not bad
        raw = release.make_release(
            letter.identities[trustee - 1],
            letter_id=letter.manifest.letter_id,
            size=size,
            root=root(leaves),
            k=TIERS[-1],
            trustee=trustee,
            ok=ok,
            bad=bad,
        )
        paths.append(folder / f"1-{trustee}.bin")
        paths[-1].write_bytes(raw)
    return paths


def main(options):
    reason = why_no_database()
    if reason:
        not_measured("wave", reason)
        return
    letter = world(options.size)
    half = letter.size // 2
    with Place() as place:
        small = Bench(place, "half", letter, half)
        peak_half = small.open(watch=True)["peak_mb"]
        bench = Bench(place, "wave", letter, letter.size)
        peak = bench.open(watch=True)["peak_mb"]
        ours, theirs = [], []
        with Limit(letter, ["names"]) as arithmetic:
            for _round in range(options.rounds):
                limit, copied = arithmetic.run(), bench.copy()
                theirs.append({figure: limit[figure] + copied[figure] for figure in limit})
                ours.append(bench.open())
    against = "combine + AES-GCM on all cores, plus one COPY"
    rates = ([letter.size / one["seconds"] for one in side] for side in (ours, theirs))
    compare("wave", *rates, unit="names/s", against=against, aim=">= 0.75", names=letter.size)
    cpu = ([one["cpu"] for one in side] for side in (ours, theirs))
    unit = "s CPU without the database's"
    compare("wave-cpu", *cpu, unit=unit, against=against, aim="<= 1.34", names=letter.size)
    compare(
        "wave-memory", [peak], [peak_half], unit="MB", against=f"the same with {half} names (flat is 1)", aim="<= 1.25",
        names=letter.size,
    )  # fmt: skip
