"""What somebody who holds everything stored can do to match used codes with signatures: orders, and shared values."""

import re
from collections import Counter

from petitions.sealing import entries, log
from petitions.sealing.encoding import sha256
from petitions.sealing.passes import load_issuer
from tests.leaks.sweep import Needles

STORED = {"where rows lie": "ctid", "which transaction wrote": "xmin::text::bigint, ctid", "key": "id"}
CODES = STORED | {"used code": "h1", "blinded message": "blinded_sha256"}
SIGNED = STORED | {"signatory's key": "spk", "entry": "entry"}
RUN = 8  # bytes: what two rows share by accident in this length is less likely than 1 in 10 million letters


def bound(number):
    """The greatest share that chance explains: 5 percentage points over one guess in `number`, as promised.

    Where people are few, the best of the many thousand attempts that `best` makes has more by chance alone: matches are
    spread like Poisson's with mean 1, and more than 12 come up once in 10 billion attempts. From 220 people on the
    promised 5 points are the greater of the two.
    """
    return max(1 / number + 0.05, 12 / number)


def best(codes, signed):
    """The share of people matched with themselves when two orders are laid side by side at the best of all offsets.

    Both hold the same people, each once. Backwards and every rotation are tried: an order that is late, or upside down,
    links as well as one that fits at once.
    """
    number = len(codes)
    place = {who: at for at, who in enumerate(signed)}
    if len(place) != number or set(place) != set(codes):
        raise ValueError("the two orders are not of the same people")
    forwards = Counter((place[who] - at) % number for at, who in enumerate(codes))
    backwards = Counter((place[who] + at) % number for at, who in enumerate(codes))
    return max(*forwards.values(), *backwards.values()) / number


def links(crowd, table, database="undersigned", *, codes=None, signed=None):
    """{(order of used codes, order of signatures): best share}, for each two orders of two tables' rows.

    codes, signed: {name: [number of arrival]}, further orders beside those of the tables.
    """
    by_h1, by_leaf = crowd.redeemed(), crowd.arrival()
    codes = orders(crowd, database, "petitions_redemption", "h1", CODES, by_h1) | (codes or {})
    columns = SIGNED if table != "petitions_blob" else STORED
    signed = orders(crowd, database, table, "leaf", columns, by_leaf) | (signed or {})
    return {(one, other): best(codes[one], signed[other]) for one in codes for other in signed}


def orders(crowd, database, table, column, by, known):
    """{name: [number of arrival]} of the crowd's rows of a table. by: {name: ORDER BY}. known: {column: arrival}."""
    letter, found = [crowd.letter.made["pk"]], {}
    with crowd.stack.connect_database(database) as connection:
        for name, order in by.items():
            rows = connection.execute(f"SELECT {column} FROM {table} WHERE letter_id = %s ORDER BY {order}", letter)
            found[name] = [known[bytes(row[0])] for row in rows if bytes(row[0]) in known]
    return found


def dumped(dump, table, known):
    """[number of arrival] in the order in which a plain dump (text) holds a table's rows.

    known: {32 bytes: arrival}; the rows are known by the value of theirs that is a key of it.
    """
    rows = dump.partition(f"COPY public.{table} ")[2].partition("\n\\.")[0]
    seen = (bytes.fromhex(value) for value in re.findall(r"\t\\\\x([0-9a-f]{64})(?=[\t\n])", rows + "\n"))
    return [known[value] for value in seen if value in known]


def code_rows(crowd):
    """[{runs of bytes}] of the rows of used codes: all that lies in them but the letter's own key, alike for all."""
    asked = "SELECT id, h1, blinded_sha256 FROM petitions_redemption WHERE letter_id = %s"
    found = crowd.stack.sql(asked, [crowd.letter.made["pk"]])
    return [_runs([key.bytes, bytes(h1), bytes(blinded)]) for key, h1, blinded in found]


def shared(crowd, token, raw, rows):
    """How many of `code_rows` share a value with a signature: with its entry, or with what anyone computes from it.

    token: 384 bytes of its pass. raw: the entry's bytes. Computed are its leaf, and the hash of the message that the
    issuer certified, which is what a row of used codes would hold if it had been sent without blinding.
    """
    alike = len(crowd.letter.manifest.letter_id) + 2
    runs = _runs([raw[alike:], log.leaf_hash(raw), unblinded(crowd.letter.manifest.issuer_spki, token)])
    return sum(not runs.isdisjoint(row) for row in rows)


def unblinded(spki, token):
    """SHA-256 of the blinded message that would have led to this token, had its blinding factor been 1."""
    numbers = load_issuer(spki).public_numbers()
    return sha256(pow(int.from_bytes(token, "big"), numbers.e, numbers.n).to_bytes(len(token), "big"))


def _runs(values):
    return {value[at : at + RUN] for value in values for at in range(len(value) - RUN + 1)}


def signatures(raw):
    """The SIGN entries of a published log (bytes)."""
    return [entry for entry in entries.parse_stream(raw) if isinstance(entry, entries.Sign)]


def in_logs(stack, values):
    """Which of {what: bytes} occur in what any process of the stack has said."""
    needles = Needles(values)
    return set().union(*(needles.in_file(path) for path in stack.logs.iterdir()))
