"""Order, time and the counter say nothing about who came when, or which pass became which signature."""

import datetime
import io
import json
import re
import time
import zipfile
from contextlib import closing
from email.utils import parsedate_to_datetime

import pytest
from django.urls import get_resolver

from petitions.sealing import entries
from tests.leaks import crowd as crowds
from tests.leaks import matching, sweep
from tests.leaks.sweep import redis_values
from tests.petitions.test_order_hidden import rho
from tests.stack.people import Person
from tests.stack.test_stack import views
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


@pytest.fixture(scope="module")
def published(crowd):
    """The crowd after its batch: (Crowd, the public bundle)."""
    with closing(Visitor(crowd.stack)) as reader:
        return crowd, zipfile.ZipFile(io.BytesIO(reader.get(crowd.letter.path + "bundle.zip").body))


@pytest.fixture(scope="module")
def dump(published):
    """The plain dump of the database (text), made after the batch."""
    return sweep.dump(published[0].stack)


def test_p15_the_public_counter_does_not_move_with_signatures(crowd, published, reach):
    """Page and checkpoints are the same bytes while people sign, and change once, with the day's batch."""
    assert len(set(crowd.pages)) == 1
    with closing(Visitor(crowd.stack)) as reader:
        after = crowds.look(reader, crowd.letter)
    assert after != crowd.pages[0]
    assert str(len(crowd.people)).encode() in after
    looks = len(crowd.pages)
    reach.reached(f"1 distinct public state in {looks} looks over {len(crowd.people)} signatures, then 1 change")


def test_p13_stored_order_says_nothing_about_arrival(published, dump, reach):
    """After the batch no order that is kept or published follows arrival; before it at least one does.

    Until the batch whoever copies the database reads the order of what waits: the bound is the batch's period, or the
    daily rewriting, whichever comes first. A fair shuffle stays below 4/sqrt(N-1), which is 0.1 at the full figure, all
    but once in 16,000 orders; a sample that runs every day is given 5, once in 1.7 million.
    """
    crowd, bundle = published
    # Pages that an earlier life emptied are filled again in any order; who wrote when stays readable.
    assert max(crowd.before[f"waiting {name}"] for name in ("ctid", "xmin", "TOAST")) > 0.9, crowd.before
    found = crowds.orders(crowd, "petitions_logentry") | crowds.orders(crowd, "petitions_blob", "blob")
    arrival = crowd.arrival()
    raw = bundle.read("entries.bin")
    log = [arrival[entry.leaf] for entry in entries.parse_stream(raw)]
    found["published log"] = rho(log, range(len(log)))
    receipts = bundle.read("receipts.bin")
    leaves = [receipts[at : at + 32] for at in range(0, len(receipts), 100)]
    found["published receipts"] = rho([arrival[leaf] for leaf in leaves], range(len(leaves)))
    dumped = matching.dumped(dump, "petitions_blob", arrival)
    assert len(dumped) == len(crowd.people)
    found["pg_dump"] = rho(dumped, range(len(dumped)))
    redeemed = json.loads(bundle.read("roster.json"))["redeemed"]
    if redeemed:
        by_h1 = crowd.redeemed()
        found["published codes"] = rho([by_h1[bytes.fromhex(h1)] for h1 in redeemed], range(len(redeemed)))
    found |= {f"used codes, {name}": rho(order, range(len(order))) for name, order in crowd.used.items()}
    most = max(found.values(), key=abs)
    bound = (4 if reach.is_full else 5) / (len(crowd.people) - 1) ** 0.5
    assert all(abs(value) < bound for value in found.values()), found
    reach.reached(f"largest |rho| {abs(most):.3f} of {len(found)} orders, {len(crowd.people)} signatures")


def test_p16_issuance_cannot_be_linked_to_signing(published, dump, reach):
    """Whoever holds database, dump, logs and public files matches used codes with signatures no better than chance.

    Every order of the one is laid over every order of the other, and every value of the one is searched for in the
    other, and in what can be computed from it. Until the batch the orders do match: see P13 on how long that is. That
    values would be found is shown by somebody whose browser does not blind.
    """
    crowd, bundle = published
    stack, number = crowd.stack, len(crowd.people)
    assert max(crowd.links.values()) > 0.9, crowd.links
    by_h1, by_leaf = crowd.redeemed(), crowd.arrival()
    log = matching.signatures(bundle.read("entries.bin"))
    receipts = bundle.read("receipts.bin")
    codes = {"dump of used codes": matching.dumped(dump, "petitions_redemption", by_h1)}
    if redeemed := json.loads(bundle.read("roster.json"))["redeemed"]:
        codes["published codes"] = [by_h1[bytes.fromhex(h1)] for h1 in redeemed]
    signed = {
        "published log": [by_leaf[entry.leaf] for entry in log],
        "published receipts": [by_leaf[receipts[at : at + 32]] for at in range(0, len(receipts), 100)],
        "dump of the log": matching.dumped(dump, "petitions_logentry", by_leaf),
        "dump of envelopes": matching.dumped(dump, "petitions_blob", by_leaf),
        "TOAST of envelopes": crowds.toasted(crowd, "petitions_blob"),
    }
    found = matching.links(crowd, "petitions_logentry", codes=codes, signed=signed)
    found |= matching.links(crowd, "petitions_blob", codes=codes)
    most = max(*found.values(), *crowd.alone.values())
    assert most <= matching.bound(number), (found, crowd.alone)

    plain = Person(crowd.letter).take_pass(blinded=False)
    rows = matching.code_rows(crowd)
    assert len(rows) == number + 1
    assert matching.shared(crowd, plain.pass_.token, b"", rows) == 1, "without blinding one row gives it away"
    assert not [one for one in log if matching.shared(crowd, one.token, one.raw, rows)]
    written = matching.in_logs(stack, {f"code {at}": h1 for h1, at in by_h1.items()})
    written |= matching.in_logs(stack, {f"entry {at}": leaf for leaf, at in by_leaf.items()})
    assert written == set()
    reach.reached(f"best of {len(found)} pairs of orders matches {most:.1%} of {number} (chance and 5 points: "
                  f"{1 / number + 0.05:.1%}; a fair shuffle at most {matching.bound(number):.1%}), before the batch "
                  f"{max(crowd.links.values()):.0%}; 0 shared values, 1 of 1 without blinding")  # fmt: skip


SIGNATORY_TABLES = ("waiting", "logentry", "blob", "statement", "redemption", "rosterleaf", "hold", "publishedname",
                    "asked", "dispute", "translation", "checkpoint", "wave", "erratum")  # fmt: skip
# Of the desk, and about its own edits: gone with the freeze, before anybody can sign (test_version_restore.py)
FINER_THAN_A_DAY = {("petitions_version", "replaced_at")}
FILE_TIMES, A_MINUTE = {"last-modified", "etag", "age", "expires"}, datetime.timedelta(minutes=1)
CLOCK = re.compile(r"\d{1,2}:\d{2}|\b1\d{9}")  # a time of day, or seconds since 1970


def test_p14_time_is_coarse_to_the_day(published, reach):
    """No row about a letter's signatories holds a time, nor any JSON in one; files, answers and bundle carry none.

    An answer's own Date is the moment of that answer, whoever asks. Ends in Redis are rounded.
    """
    crowd, bundle = published
    stack = crowd.stack
    columns = stack.sql(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_name LIKE 'petitions_%'"
    )
    assert {table for table, _column, _type in columns} >= {f"petitions_{name}" for name in SIGNATORY_TABLES}
    fine = {(table, column) for table, column, kind in columns if "time" in kind or kind == "interval"}
    assert fine == FINER_THAN_A_DAY
    assert stack.sql("SELECT 1 FROM petitions_version v JOIN petitions_letter l ON l.id = v.letter_id "
                     "WHERE l.address IS NOT NULL") == []  # fmt: skip
    now = datetime.datetime.now(datetime.UTC)
    assert CLOCK.search(now.isoformat())
    assert CLOCK.search(str(int(now.timestamp())))
    jsons = [(table, column) for table, column, kind in columns if kind == "jsonb"]
    values = [value for table, column in jsons for (value,) in stack.sql(f"SELECT {column}::text FROM {table}")]
    assert any('"live": ' in value for value in values if value), "the counts are among them"
    assert not [value for value in values if value and CLOCK.search(re.sub(r'": ', '" ', value))]
    assert {(info.date_time, info.comment) for info in bundle.infolist()} == {((1980, 1, 1, 0, 0, 0), b"")}
    assert bundle.comment == b""
    folder = stack.var / "public" / crowd.letter.made["address"]
    files = [one for one in folder.iterdir() if not one.name.startswith(".")]
    assert files
    assert {one.stat().st_mtime for one in files} == {0}
    answers = _answers(crowd)
    assert sum(status == 200 for status, _headers in answers.values()) >= 15
    assert not {path for path, (_status, headers) in answers.items() if headers.keys() & FILE_TIMES}
    assert min(parsedate_to_datetime(headers["date"]) for _status, headers in answers.values()) >= now - A_MINUTE
    ends = _ends_in_redis(stack)
    assert ends, "there are counters to look at"
    assert not [key for key, second in ends.items() if 2 < second % 3600 < 3598]
    reach.reached(f"0 sub-day values in {len(columns)} columns, {len(values)} JSON values of {len(jsons)} columns, "
                  f"{len(files)} files, {len(answers)} addresses and {len(ends)} counters")  # fmt: skip


def _answers(crowd):
    """{path: (status, {name of a header: value})} of every address under /l/, for the crowd's letter."""
    with closing(Visitor(crowd.stack)) as reader:
        page = reader.get(crowd.letter.path + "read/").text
    filled = {
        "<address:address>": crowd.letter.made["address"],
        "<language:language>": "en",
        "<sha256:leaf>": entries.parse(crowd.people[0].entry).leaf.hex(),
        "<sha256:sha256>": re.search(r"/client/([0-9a-f]{64})\.js", page)[1],
        "<slug:reader>": "signatory",
    }
    found = {}
    with closing(Visitor(crowd.stack)) as reader:
        for path in sorted({path for path, _view in views(get_resolver(), fill=filled) if path.startswith("/l/")}):
            answer = reader.get(path)
            found[path] = answer.status, {name.lower(): value for name, value in answer.headers}
    return found


def _ends_in_redis(stack):
    """{key: the second at which it ends} of counters and keys that requests leave in Redis."""
    with closing(stack.redis()) as client:
        keys = [key for _kind, key in redis_values(stack) if key.startswith(b"limit:") or b"pseudonym-key" in key]
        return {key: round(time.time() + client.pttl(key) / 1000) for key in keys if client.pttl(key) > 0}
