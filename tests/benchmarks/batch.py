"""Publishing a batch of 10,000 into a log of 150,000, against a COPY of the same rows and the appends to the tree.

The reference copies into tables of the same shape and indexes, from memory; the product moves rows inside the database
and signs, counts and shuffles besides. After each round both are put back as they were.
"""

import time

import psycopg

from petitions.sealing import log
from tests.benchmarks import rows
from tests.benchmarks.measure import bound, compare, not_measured, step
from tests.benchmarks.place import Place, why_no_database
from tests.benchmarks.worlds import world

MOVED = ("petitions_logentry", "petitions_blob")


class Bench:
    """The letter with its long log, the kept batch, and the tables of the reference."""

    def __init__(self, place, letter, options):
        self.options, self.env = options, place.product("batch")
        planted = step("plant", letter.folder, env=self.env)
        self.letter = planted["letter"]
        self.database = place.enter_context(psycopg.connect(self.env["UNDERSIGNED_DATABASE_URL"], autocommit=True))
        self.run = self.database.execute
        rows.fill_log(self.database, self.letter, options.before)
        self.tree = log.Frontier()
        for at in range(options.before):
            self.tree.append(log.leaf_hash(at.to_bytes(4, "big")))
        step("base", self.letter, options.before, self.tree.dump().hex(), env=self.env)
        people = list(letter.people(0, options.batch))
        self.leaves = [log.leaf_hash(entry) for entry, _blob in people]
        self.prepared = {
            "petitions_logentry": list(rows.log_rows(self.letter, people, first=options.before)),
            "petitions_blob": list(rows.blob_rows(self.letter, people)),
        }
        self.run("CREATE TABLE kept (LIKE petitions_waiting)")
        with self.database.transaction():
            rows.copy(self.database, "kept", rows.COLUMNS["petitions_waiting"], rows.waiting_rows(self.letter, people))
        for table in MOVED:
            self.run(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        self.run("INSERT INTO bare_petitions_logentry SELECT * FROM petitions_logentry")

    def product(self, watch=False):
        self.run("INSERT INTO petitions_waiting SELECT * FROM kept ORDER BY random()")
        self._settle("petitions_waiting")
        found = step("publish", self.letter, env=self.env, watch=watch)
        assert found["size"] == self.options.before + self.options.batch
        self.run("DELETE FROM petitions_logentry WHERE position >= %s", (self.options.before,))
        self.run("DELETE FROM petitions_checkpoint WHERE size > %s", (self.options.before,))
        self.run("TRUNCATE petitions_blob")
        self._settle(*MOVED)
        return found

    def reference(self):
        tree = log.Frontier.load(self.tree.dump())
        began = time.perf_counter()
        with self.database.transaction():
            for table, ready in self.prepared.items():
                rows.copy(self.database, f"bare_{table}", rows.COLUMNS[table], ready)
            for leaf in self.leaves:
                tree.append(leaf)
            tree.root()
        seconds = time.perf_counter() - began
        self.run("DELETE FROM bare_petitions_logentry WHERE position >= %s", (self.options.before,))
        self.run("TRUNCATE bare_petitions_blob")
        self._settle("bare_petitions_logentry", "bare_petitions_blob")
        return {"seconds": seconds}

    def _settle(self, *tables):
        for table in tables:
            self.run(f"VACUUM ANALYZE {table}")


def main(options):
    reason = why_no_database()
    if reason:
        not_measured("batch", reason)
        return
    letter = world(max(options.size, options.batch))
    with Place() as place:
        bench = Bench(place, letter, options)
        peak = bench.product(watch=True)["peak_mb"]
        ours, theirs = [], []
        for _round in range(options.rounds):
            theirs.append(bench.reference()["seconds"])
            ours.append(bench.product()["seconds"])
    shape = {"batch": options.batch, "before": options.before}
    compare("batch", ours, theirs, unit="s", against="COPY of the rows and tree append", aim="<= 2", **shape)
    bound("batch-memory", [peak], unit="MB", aim="<= 150", **shape)
