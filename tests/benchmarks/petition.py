"""A public petition: its pages with 1,000 and with 150,000 supporters, a typed code against a bare insert, an export,
and whole signatures through PostgreSQL, Redis, a worker and a mail server, none of which may be lost.
"""

import itertools
import re
import subprocess
import sys
import time
from urllib.parse import urlencode

import psycopg

from tests.benchmarks import load
from tests.benchmarks.measure import bound, compare, not_measured, step
from tests.benchmarks.place import ROOT, Place, end, why_no_database
from tests.benchmarks.server import WORKERS, Server
from tests.benchmarks.site import CONNECTIONS, bare_side
from tests.stack.post import MailServer

SMALL = 1000
EACH = 25  # codes that are typed from one address; many more would be told to wait
FORM = "application/x-www-form-urlencoded"
CODE = re.compile(rb"^([A-Z2-9]{5}-[A-Z2-9]{5})\r?$", re.MULTILINE)
_POSTS = itertools.count()
PAGES = ("", "sign/", "confirm/", "leave/", "names/", "count.json")


class Side:
    """One deployment of the product with a petition of a certain size."""

    def __init__(self, place, name, size):
        self.env = place.product(name)
        self.made = step("petition", size, env=self.env)
        self.path = f"/p/{self.made['address']}/"
        self.middle = f"names/{step('middle', self.made['pk'], env=self.env)['key']}/"
        self.server = place.enter_context(Server("organize.wsgi", self.env))
        self.typed = 0

    def ask(self, requests):
        before = self.server.cpu()
        found = load.run(self.server.port, requests, CONNECTIONS)
        if set(found.statuses) != {200}:
            raise RuntimeError(f"the petition did not take everything: {found.statuses}")
        cpu = 1000 * (self.server.cpu() - before) / len(requests)
        return {"rate": found.rate, "cpu": cpu, "p50": found.percentile(0.5)}

    def read(self, page, times):
        return self.ask([load.get(self.path + page, X_Real_IP="192.0.2.1")] * times)

    def confirm(self, number):
        """As many fresh codes, each typed once."""
        codes = step("typed_codes", self.made["pk"], number, self.typed, env=self.env)["codes"]
        self.typed += number
        return self.ask([self.post("confirm/", {"code": code}) for code in codes])

    def post(self, page, fields):
        one = next(_POSTS) // EACH  # all deployments of a benchmark count in one Redis
        where = f"10.{one // 62_500}.{one // 250 % 250}.{1 + one % 250}"
        return load.post(self.path + page, urlencode(fields).encode(), FORM, X_Real_IP=where)


def main(options):
    reason = why_no_database()
    if reason:
        for name in ("petition-pages", "petition-confirm", "petition-export-memory", "petition-flow"):
            not_measured(name, reason)
        return
    with Place() as place:
        small = Side(place, "small", min(SMALL, options.supporters))
        large = Side(place, "large", options.supporters)
        _pages(small, large, options)
        _confirming(place, large, options)
        _export(large, options)
        if place.redis_url is None:
            not_measured("petition-flow", "no redis-server here: no worker can be told of a mail")
        else:
            _flow(place, options)


def _pages(small, large, options):
    """Every public page at both sizes, one right after the other."""
    for page in (*PAGES, "names-after"):
        found = {"small": [], "large": []}
        for _round in range(options.rounds + 1):  # the first one warms up
            for name, side in (("small", small), ("large", large)):
                shown = side.middle if page == "names-after" else page
                found[name].append(side.read(shown, max(options.requests // 10, 10)))
        for figure, unit in (("cpu", "ms CPU a request"), ("p50", "ms")):
            ours, theirs = ([one[figure] for one in found[name][1:]] for name in ("large", "small"))
            label = f"petition-page-{(page.strip('/') or 'show').replace('.json', '')}-{figure}"
            compare(label, ours, theirs, unit=unit, against=f"the same with {SMALL} supporters", aim="<= 1.2",
                    supporters=options.supporters)  # fmt: skip


def _confirming(place, side, options):
    number = options.requests // 2
    bare, ours, theirs = bare_side(place, number), [], []
    for round_ in range(options.rounds + 1):
        found = bare.sign(round_), side.confirm(number)
        if round_:
            theirs.append(found[0])
            ours.append(found[1])
    against = "bare view: form validation and one insert of 1.8 kB"
    for figure, unit, aim in (("cpu", "ms CPU a request", "<= 2"), ("rate", "signatures/s", ">= 0.5")):
        compare(f"petition-confirm-{figure}", [one[figure] for one in ours], [one[figure] for one in theirs], unit=unit,
                against=against, aim=aim, workers=WORKERS, connections=CONNECTIONS)  # fmt: skip


def _export(side, options):
    found = [step("export", side.made["pk"], env=side.env, watch=True) for _round in range(min(options.rounds, 3))]
    bound("petition-export-memory", [one["peak_mb"] for one in found], unit="MB, the whole process", aim="<= 100",
          supporters=options.supporters, exported=found[0]["bytes"], seconds=found[0]["seconds"])  # fmt: skip


def _flow(place, options):
    """People fill in the form, get their mail, type the code and are counted: how many a minute, and none lost."""
    number = options.requests // 2
    mail = MailServer(place.folder / "mail")
    place.callback(mail.close)
    env = place.product("flow") | {"UNDERSIGNED_MAIL_URL": f"smtp://127.0.0.1:{mail.port}"}
    side = Side.__new__(Side)
    side.env, side.typed, side.made = env, 0, step("petition", 1, env=env)
    side.path = f"/p/{side.made['address']}/"
    side.server = place.enter_context(Server("organize.wsgi", env))
    for program in ("work", "cron"):
        place.callback(end, subprocess.Popen([sys.executable, "manage.py", program], cwd=ROOT, env=env))
    began = time.perf_counter()
    forms = ({"name": f"Ada Example {chr(65 + at % 26)}", "mailbox": f"flow{at}@mail.example", "country": "PT"}
             for at in range(number))  # fmt: skip
    side.ask([side.post("sign/", form) for form in forms])
    codes = [CODE.search(mail.wait_for(at + 1, seconds=120))[1].decode() for at in range(number)]
    side.ask([side.post("confirm/", {"code": code}) for code in codes])
    seconds = time.perf_counter() - began
    counted = step("count", side.made["pk"], env=env)["confirmed"]
    with psycopg.connect(env["UNDERSIGNED_DATABASE_URL"]) as connection:
        left = connection.execute("SELECT count(*) FROM organize_typedask").fetchone()[0]
    if (counted, left) != (number + 1, 0):
        raise RuntimeError(f"{number + 1 - counted} signatures were lost, {left} mails still wait")
    bound("petition-flow-lost", [number + 1 - counted], unit="signatures", aim="<= 0", signatures=number)
    compare("petition-flow", [60 * number / seconds], [1000], unit="signatures a minute", against="1,000 a minute",
            aim=">= 1", signatures=number, workers=WORKERS)  # fmt: skip
