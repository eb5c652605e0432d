"""What people do to the site: sign, and read the letter; against bare Django views, at a small and a large letter.

Three gunicorns, each with its own database, are asked in turn: bare, a letter with 1,000 signatures in its log, the
same letter with 1,500,000. Waiting entries are removed after each round, so that every entry is accepted again.
"""

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from urllib.parse import urlencode

import psycopg

from tests.benchmarks import load, rows
from tests.benchmarks.measure import compare, not_measured, step
from tests.benchmarks.place import Place, why_no_database
from tests.benchmarks.server import WORKERS, Server
from tests.benchmarks.worlds import world

SMALL = 1000
AN_OFFICE = 100  # signatures that come from one address
STATEMENT = 1600  # characters in a row of the bare view
CONNECTIONS = 8
PAGES_EACH = 2  # a page costs a fraction of a signature: so many times the requests


@dataclass
class Side:
    """One deployment under load."""

    server: Server
    database: psycopg.Connection
    table: str
    signing: object  # number of the round -> requests
    page: bytes

    def sign(self, number):
        """Every entry once, and the table empty again; {"rate", "cpu" in ms a request, "p50", "p99"}."""
        return self._ask(self.signing(number), lambda: self.database.execute(f"TRUNCATE {self.table}"))

    def read(self, times):
        return self._ask([self.page] * times, lambda: None)

    def _ask(self, requests, clean):
        before = self.server.cpu()
        found = load.run(self.server.port, requests, CONNECTIONS)
        cpu = self.server.cpu() - before
        if set(found.statuses) != {200}:
            raise RuntimeError(f"a server of the benchmark did not accept everything: {found.statuses}")
        clean()
        return {
            "rate": found.rate,
            "cpu": 1000 * cpu / len(requests),
            "p50": found.percentile(0.5),
            "p99": found.percentile(0.99),
        }


def bare_side(place, number):
    """The bare views."""
    url = place.database("bare")
    env = os.environ | {"UNDERSIGNED_BENCH_BARE_URL": url}
    subprocess.run([sys.executable, "-m", "tests.benchmarks.bare"], env=env, check=True)
    chance = random.Random(1)
    bodies = (
        {"name": f"Ada Example {at}", "mailbox": f"ada{at}@mail.example", "statement": _text(chance)}
        for at in range(number)
    )
    form = "application/x-www-form-urlencoded"
    signing = [load.post("/insert/", urlencode(body).encode(), form) for body in bodies]
    server = place.enter_context(Server("tests.benchmarks.bare:application", env))
    database = place.enter_context(psycopg.connect(url, autocommit=True))
    return Side(server, database, "bare_signature", lambda _round: signing, load.get("/hello/"))


def _text(chance):
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz     ", k=STATEMENT)).strip()


def product_side(place, name, letter, signing, logged):
    """The product, with `logged` signatures in the letter's log."""
    env = place.product(name)
    planted = step("plant", letter.folder, env=env)
    database = place.enter_context(psycopg.connect(env["UNDERSIGNED_DATABASE_URL"], autocommit=True))
    rows.fill_log(database, planted["letter"], logged)
    page = step("show", planted["address"], logged, env=env)["bytes"]
    server = place.enter_context(Server("organize.wsgi", env))
    shown = load.get(f"/l/{planted['address']}/read/", X_Real_IP="192.0.2.1")
    return Side(server, database, "petitions_waiting", signing, shown), page


def signatures(letter, number):
    """A function that gives the POSTs of `number` people for a round: a hundred from each address, new every round."""
    path, bodies = f"/l/{letter.manifest.address}/sign/", [entry + blob for entry, blob in letter.people(0, number)]

    def of_round(round_):
        addresses = (f"10.{round_}.{at // AN_OFFICE // 250}.{1 + at // AN_OFFICE % 250}" for at in range(number))
        octets = "application/octet-stream"
        pairs = zip(bodies, addresses, strict=True)
        return [load.post(path, body, octets, X_Real_IP=address) for body, address in pairs]

    return of_round


def main(options):
    for other in ("Pytition", "Helios"):
        not_measured(f"sign-against-{other.lower()}", f"{other} is not part of this project; no checkout was given")
    reason = why_no_database()
    if reason:
        for name in ("sign", "sign-large", "letter", "letter-large"):
            not_measured(name, reason)
        return
    letter = world(max(options.size, options.requests))
    with Place() as place:
        signing = signatures(letter, options.requests)
        bare = bare_side(place, options.requests)
        small, length = product_side(place, "small", letter, signing, SMALL)
        large, _length = product_side(place, "large", letter, signing, options.logged)
        if place.redis_url is None:
            not_measured("sign-with-redis", "no redis-server here: each gunicorn worker counted in its own memory")
        sides = {"bare": bare, "small": small, "large": large}
        _report_signing(_rounds(options.rounds, sides, Side.sign), options)
        pages = options.requests * PAGES_EACH
        _report_pages(_rounds(options.rounds, sides, lambda side, _round: side.read(pages)), options, length)
        bare.page = load.get(f"/hello/{length}/")
        again = _rounds(options.rounds, {"bare": bare, "small": small}, lambda side, _round: side.read(pages))
        against = f"bare view that gives {length} bytes"
        ours, theirs = _of(again, "small", "cpu"), _of(again, "bare", "cpu")
        compare("letter-same-length-cpu", ours, theirs, unit="ms CPU a request", against=against, aim="<= 1.25")


def _rounds(number, sides, work):
    """{name: [figures of a round, …]}: all sides one after the other, once to warm up, then `number` times."""
    for side in sides.values():
        work(side, 0)
    found = {name: [] for name in sides}
    for round_ in range(1, number + 1):
        for name, side in sides.items():
            found[name].append(work(side, round_))
    return found


def _of(found, name, figure):
    return [one[figure] for one in found[name]]


def _report_signing(found, options):
    shape = {"connections": CONNECTIONS, "workers": WORKERS, "requests": options.requests}
    against = "bare view: form validation and one insert of 1.8 kB"
    for name in ("small", "large"):
        label = "sign" if name == "small" else "sign-large"
        more = shape | {"logged": SMALL if name == "small" else options.logged}
        compare(f"{label}-rate", _of(found, name, "rate"), _of(found, "bare", "rate"), unit="signatures/s",
                against=against, aim=">= 0.8", **more)  # fmt: skip
        compare(f"{label}-cpu", _of(found, name, "cpu"), _of(found, "bare", "cpu"), unit="ms CPU a request",
                against=against, aim="<= 1.3", **more)  # fmt: skip
    for name in ("bare", "small"):
        label = "sign-p99" if name == "small" else "bare-insert-p99"
        compare(label, _of(found, name, "p99"), _of(found, name, "p50"), unit="ms", against="its own p50",
                aim="<= 3", **shape)  # fmt: skip
    against = f"the same at {SMALL} signatures in the letter"
    for figure, unit in (("cpu", "ms CPU a request"), ("p50", "ms")):
        compare(f"sign-large-{figure}-growth", _of(found, "large", figure), _of(found, "small", figure), unit=unit,
                against=against, aim="<= 1.1", logged=options.logged)  # fmt: skip


def _report_pages(found, options, length):
    for name in ("small", "large"):
        label = "letter" if name == "small" else "letter-large"
        more = {"bytes": length, "logged": SMALL if name == "small" else options.logged}
        compare(f"{label}-cpu", _of(found, name, "cpu"), _of(found, "bare", "cpu"), unit="ms CPU a request",
                against="bare view: hello", aim="<= 1.25", **more)  # fmt: skip
        compare(f"{label}-rate", _of(found, name, "rate"), _of(found, "bare", "rate"), unit="pages/s",
                against="bare view: hello", aim=">= 0.8", **more)  # fmt: skip
