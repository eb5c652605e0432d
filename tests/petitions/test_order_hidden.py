"""After a batch, where a row lies says nothing about when it came. PostgreSQL keeps the order in three places."""

import random
from types import SimpleNamespace

import pytest

from petitions import bulk
from petitions.actions import batches
from petitions.actions.turns import take_turn
from petitions.models import Waiting
from tests.petitions.signatories import OPENED, at, crowd, opened

NUMBER = 1000

pytestmark = pytest.mark.django_db(transaction=True)


def ranks(values):
    """Ranks from 0, equal values sharing their mean rank."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found, at_ = [0.0] * len(values), 0
    while at_ < len(order):
        end = at_
        while end + 1 < len(order) and values[order[end + 1]] == values[order[at_]]:
            end += 1
        for index in order[at_ : end + 1]:
            found[index] = (at_ + end) / 2
        at_ = end + 1
    return found


def rho(arrival, place):
    """Spearman's rank correlation; 0 where one of the two is the same for all, because that tells nothing."""
    a, b = ranks(arrival), ranks(place)
    mean = (len(a) - 1) / 2
    over = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    under = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return over / under**0.5 if under else 0.0


def test_rank_correlation_is_measured_rightly():
    assert rho([1, 2, 3, 4], [10, 20, 30, 40]) == pytest.approx(1)
    assert rho([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    assert rho([1, 2, 3, 4], [7, 7, 7, 7]) == 0
    assert abs(rho([1, 2, 3, 4], [2, 4, 1, 3])) < 0.1


def sign_many(made):
    """1,000 entries through the one statement, each in its own transaction; {leaf: arrival}. Their bytes are noise."""
    chance, arrival = random.Random(11), {}
    for number in range(NUMBER):
        entry = SimpleNamespace(leaf=chance.randbytes(32), spk=chance.randbytes(32), seq=0, raw=chance.randbytes(583))
        take_turn(made.facts, entry, tier=3, sealed=entry.leaf + chance.randbytes(4135), at=OPENED)
        arrival[entry.leaf] = number
    return arrival


def _ctid(text):
    page, item = text.strip("()").split(",")
    return int(page), int(item)


def places(table, arrival, text=None):
    """{name of the place: rho with arrival} for the heap, the transaction, and the TOAST chunks of column `text`."""
    rows = bulk.rows(f"SELECT leaf, ctid::text, xmin::text::bigint FROM {table}")  # noqa: S608  our own table names
    rows = [row for row in rows if row[0] in arrival]
    assert len(rows) == NUMBER
    came = [arrival[leaf] for leaf, _ctid_text, _xmin in rows]
    found = {
        "ctid": rho(came, [_ctid(where) for _leaf, where, _xmin in rows]),
        "xmin": rho(came, [xmin for _leaf, _ctid_text, xmin in rows]),
    }
    if text:
        toast = bulk.rows("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = %s", (table,))[0][0]
        chunks = bulk.rows(f"SELECT chunk_id, chunk_data FROM {toast} WHERE chunk_seq = 0")  # noqa: S608
        ids = {data[:32]: int(chunk) for chunk, data in chunks}
        found["TOAST"] = rho(came, [ids[leaf] for leaf, _ctid_text, _xmin in rows])
    return found


@pytest.mark.postgresql
def test_physical_order_says_nothing_about_arrival_after_a_batch():
    made, other = opened(), opened()
    arrival = sign_many(made)
    before = places("petitions_waiting", arrival, "sealed")
    assert all(value > 0.9 for value in before.values()), before  # the order was there to be read
    crowd(other, 5, 3)
    bulk.run("SELECT setseed(0.25)")  # the same shuffle every time: a fair one exceeds 0.1 once in 600 runs
    batches.publish_batch(letter_pk=other.letter.pk, at=at(1))
    assert Waiting.objects.count() == NUMBER
    after = places("petitions_waiting", arrival, "sealed")
    assert all(abs(value) < 0.1 for value in after.values()), after
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1))
    for table, text in (("petitions_logentry", None), ("petitions_blob", "blob")):
        logged = places(table, arrival, text)
        assert all(abs(value) < 0.1 for value in logged.values()), (table, logged)


@pytest.mark.sqlite
def test_table_order_says_nothing_about_arrival_on_sqlite():
    made, other = opened(), opened()
    arrival = sign_many(made)

    def order():
        rows = bulk.rows("SELECT leaf, rowid FROM petitions_waiting")
        came = [(arrival[leaf], rowid) for leaf, rowid in rows if leaf in arrival]
        assert len(came) == NUMBER
        return rho([one for one, _rowid in came], [rowid for _one, rowid in came])

    assert order() > 0.9
    crowd(other, 5, 3)
    batches.publish_batch(letter_pk=other.letter.pk, at=at(1))
    # SQLite's random() cannot be seeded; a fair shuffle exceeds 0.15 once in 400,000 runs.
    assert abs(order()) < 0.15


@pytest.mark.postgresql
def test_redemptions_lose_their_order_too():
    import os

    from petitions.actions.passes import redeem
    from petitions.sealing.passes import code_hash, normalise_code

    made = opened(codes=400)
    arrival = {}
    for number, code in enumerate(made.codes):
        redeem(facts=made.facts, code=code, asked=os.urandom(32))
        arrival[code_hash(made.facts.manifest.scope, normalise_code(code))] = number

    def order():
        rows = bulk.rows("SELECT h1, ctid::text FROM petitions_redemption")
        return rho([arrival[h1] for h1, _ctid_text in rows], [_ctid(where) for _h1, where in rows])

    assert order() > 0.9
    bulk.run("SELECT setseed(0.25)")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)  # nothing waits, and yet
    assert abs(order()) < 0.2  # 400 rows
