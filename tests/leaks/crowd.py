"""A letter with many signatories, in the order in which they came; and the orders in which the database holds them.

The worst case for unlinkability: each person signs right after taking a pass, nobody waits, nobody else is there.
"""

import datetime
import time
from contextlib import closing
from dataclasses import dataclass, field

from petitions.sealing import entries
from petitions.sealing.passes import code_hash
from tests.leaks import matching
from tests.leaks.life import without
from tests.leaks.matching import CODES, links
from tests.petitions.test_order_hidden import rho
from tests.stack.people import Letter, Person
from tests.stack.visitor import Visitor

TIER = 5


@dataclass
class Crowd:
    letter: Letter
    people: list
    pages: list = field(default_factory=list)  # the public page, as seen while people signed
    before: dict = field(default_factory=dict)  # orders before the batch
    links: dict = field(default_factory=dict)  # share of used codes matched with their signature, before the batch
    alone: dict = field(default_factory=dict)  # the same, when the batch alone has been at work
    used: dict = field(default_factory=dict)  # orders of used codes, at that moment

    @property
    def stack(self):
        return self.letter.stack

    def arrival(self):
        """{leaf: number of arrival}."""
        return {entries.parse(person.entry).leaf: at for at, person in enumerate(self.people)}

    def redeemed(self):
        """{h1: number of arrival}."""
        scope = self.letter.manifest.scope
        return {code_hash(scope, person.code): at for at, person in enumerate(self.people)}


def gather(stack, number):
    """The crowd, up to its batch: the day's count was asked for in the morning, so the clock publishes none today.

    The clock is moved by hand, or its daily rewriting could fall into the middle and hide what must be there before.
    """
    letter = Letter(stack, stack.step("letter", "desk@crowd.example", number + 20))
    now = datetime.datetime.now(datetime.UTC)
    stack.step("tick", now.isoformat())
    made = Crowd(letter, [])
    with without(stack, "cron"), closing(Visitor(stack, "127.44.0.1")) as reader:
        _let_the_queue_run_dry(stack)
        for at in range(number):
            person = Person(letter, address=f"127.50.{at // 200}.{1 + at % 200}")
            made.people.append(person.sign(TIER, {"name": f"Crowdmember {at:05}"}))
            person.visitor.close()
            if at % 5 == 0:
                made.pages.append(look(reader, letter))
            if at == number // 2:
                stack.step("tick", now.isoformat())
        made.before, made.links = orders(made, "petitions_waiting", "sealed"), links(made, "petitions_waiting")
        publish(made)
        made.alone = links(made, "petitions_logentry")
        made.used = matching.orders(made, "undersigned", "petitions_redemption", "h1", CODES, made.redeemed())
    return made


def _let_the_queue_run_dry(stack, seconds=60):
    until = time.monotonic() + seconds
    with closing(stack.redis()) as client:
        while client.llen("rq:queue:default") or client.zcard("rq:wip:default"):
            if time.monotonic() > until:
                raise TimeoutError("the worker did not finish")
            time.sleep(0.2)


def look(reader, letter):
    """What the public sees of a letter now: its page and its checkpoints."""
    return reader.get(letter.path).body + reader.get(letter.path + "checkpoints.txt").body


def publish(crowd):
    """The next day's batch, by the clock."""
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(1)
    crowd.stack.step("tick", f"{tomorrow.isoformat()}T00:05:00+00:00")


def _rows(crowd, table, columns):
    found = crowd.stack.sql(f"SELECT leaf, {columns} FROM {table} WHERE letter_id = %s", [crowd.letter.made["pk"]])
    arrival = crowd.arrival()
    return [(arrival[bytes(row[0])], *row[1:]) for row in found if bytes(row[0]) in arrival]


def _place(ctid):
    page, item = ctid.strip("()").split(",")
    return int(page), int(item)


def orders(crowd, table, text=None):
    """{name of an order: Spearman's rho with arrival}."""
    rows = _rows(crowd, table, "ctid::text, xmin::text::bigint, id::text, spk" if table != "petitions_blob"
                 else "ctid::text, xmin::text::bigint, id::text, leaf")  # fmt: skip
    came = [row[0] for row in rows]
    found = {
        "ctid": rho(came, [_place(row[1]) for row in rows]),
        "xmin": rho(came, [row[2] for row in rows]),
        "id": rho(came, [row[3] for row in rows]),
        "index": rho(came, [bytes(row[4]) for row in rows]),
    }
    if text:
        found["TOAST"] = _toast(crowd, table)
    return {f"{table.removeprefix('petitions_')} {name}": value for name, value in found.items()}


def _toast(crowd, table):
    return rho(toasted(crowd, table), range(len(crowd.people)))


def toasted(crowd, table):
    """[number of arrival] in the order in which PostgreSQL numbered long values.

    It keeps each in pieces, under a number; the first bytes are known to whoever signed.
    """
    toast = crowd.stack.sql("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = %s", [table])[0][0]
    begins = {person.sealed[:100]: at for at, person in enumerate(crowd.people)}
    asked = f"SELECT substr(chunk_data, 1, 100) FROM {toast} WHERE chunk_seq = 0 ORDER BY chunk_id"
    return [begins[bytes(row[0])] for row in crowd.stack.sql(asked) if bytes(row[0]) in begins]
