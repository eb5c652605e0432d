"""The JSON files of a bundle (SPEC section 11), each with one accepted spelling, so that no bit in them is free.

Lists stand one row a line, `[`, rows joined by a comma and a newline, `]`; the empty list is `[]`; rows have no
spaces and their keys in a fixed order; text is raw UTF-8. A reader rebuilds the bytes and compares.
"""

import json

from petitions.sealing.encoding import day_number, day_text, hex_bytes, load_json
from petitions.sealing.errors import Malformed


def _row(fields):
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def listed(rows):
    """The bytes of a list of encoded rows."""
    rows = list(rows)
    return b"[\n" + b",\n".join(rows) + b"\n]\n" if rows else b"[]\n"


def _read(raw, max_bytes, fields):
    found = load_json(raw, max_bytes)
    if not isinstance(found, list) or not all(isinstance(row, dict) and tuple(row) == fields for row in found):
        raise Malformed("json", "This list does not have exactly the fields it must have.")
    return found


def _same(raw, rebuilt):
    if raw != rebuilt:
        raise Malformed("json", "This JSON is not spelled in its one accepted way, or not sorted.")


def _seat(value):
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 7:
        raise Malformed("json", "A trustee is a number from 1 to 7.")
    return value


def approvals(rows):
    """approvals.json from pairs (trustee, 64-byte signature)."""
    return listed(_row({"trustee": trustee, "signature": signature.hex()}) for trustee, signature in sorted(rows))


def read_approvals(raw, max_bytes):
    """Sorted pairs (trustee, signature)."""
    found = _read(raw, max_bytes, ("trustee", "signature"))
    pairs = [(_seat(row["trustee"]), hex_bytes(row["signature"], 64)) for row in found]
    _same(raw, approvals(pairs))
    return pairs


def destroyed(rows):
    """destroyed.json from triples (trustee, day number, signature)."""
    return listed(
        _row({"trustee": trustee, "day": day_text(day), "signature": signature.hex()})
        for trustee, day, signature in sorted(rows)
    )


def read_destroyed(raw, max_bytes):
    """Sorted triples (trustee, day number, signature)."""
    found = _read(raw, max_bytes, ("trustee", "day", "signature"))
    triples = [(_seat(row["trustee"]), day_number(row["day"]), hex_bytes(row["signature"], 64)) for row in found]
    _same(raw, destroyed(triples))
    return triples


def errata(rows):
    """errata.json from tuples (leaf, reason, day number, signature)."""
    return listed(
        _row({"leaf": leaf.hex(), "reason": reason, "day": day_text(day), "signature": signature.hex()})
        for leaf, reason, day, signature in sorted(rows)
    )


def read_errata(raw, max_bytes):
    """Tuples (leaf, reason, day number, signature) sorted by leaf."""
    found = _read(raw, max_bytes, ("leaf", "reason", "day", "signature"))
    if not all(isinstance(row["reason"], str) and row["reason"].isprintable() for row in found):
        raise Malformed("json", "The reason of an erratum is one line of text.")
    tuples = [
        (hex_bytes(row["leaf"], 32), row["reason"], day_number(row["day"]), hex_bytes(row["signature"], 64))
        for row in found
    ]
    _same(raw, errata(tuples))
    return tuples


def roster(*, root, leaves, redeemed):
    """roster.json from 32-byte values; `redeemed` (h1) is None while nothing is released."""
    return (
        _row(
            {
                "root": root.hex(),
                "size": len(leaves),
                "leaves": [leaf.hex() for leaf in sorted(leaves)],
                "redeemed": None if redeemed is None else [h1.hex() for h1 in sorted(redeemed)],
            }
        )
        + b"\n"
    )


def read_roster(raw, max_bytes):
    """(root, leaves, redeemed or None), sorted."""
    found = load_json(raw, max_bytes)
    if not isinstance(found, dict) or tuple(found) != ("root", "size", "leaves", "redeemed"):
        raise Malformed("json", "The roster does not have exactly the fields it must have.")
    if not isinstance(found["leaves"], list) or not isinstance(found["redeemed"], (list, type(None))):
        raise Malformed("json", "The roster does not hold lists.")
    root = hex_bytes(found["root"], 32)
    leaves = [hex_bytes(leaf, 32) for leaf in found["leaves"]]
    redeemed = None if found["redeemed"] is None else [hex_bytes(h1, 32) for h1 in found["redeemed"]]
    _same(raw, roster(root=root, leaves=leaves, redeemed=redeemed))
    return root, leaves, redeemed


def name_row(*, leaf, tier, wave, identity, statement=None, salt=None):
    """One row of names.json, encoded. identity: bytes from opening.identity_json. statement and salt: tier 0 only."""
    wave = b"null" if wave is None else b"%d" % wave
    row = b'{"leaf":"%b","tier":%d,"wave":%b,"identity":%b' % (leaf.hex().encode(), tier, wave, identity)
    if statement is not None:
        row += b',"statement":"%b","salt":"%b"' % (statement.hex().encode(), salt.hex().encode())
    return row + b"}"


def name_rows(lines):
    """Yield the encoded rows of names.json from its lines, without parsing them."""
    lines = iter(lines)
    first = next(lines, b"")
    if first not in (b"[\n", b"[]\n"):
        raise Malformed("json", "names.json is not spelled in its one accepted way.")
    more, closed = first == b"[\n", first == b"[]\n"
    for line in lines:
        if more:
            more = line.endswith(b",\n")
            yield line[: -2 if more else -1]
        elif closed or line != b"]\n":
            raise Malformed("json", "names.json is not spelled in its one accepted way.")
        else:
            closed = True
    if more or not closed:
        raise Malformed("json", "names.json ends too early.")


def read_statement(row):
    """(salt, statement) of an encoded tier-0 row."""
    found = load_json(row, 8192)
    if not isinstance(found, dict):
        raise Malformed("json", "A row of names.json is not an object.")
    return hex_bytes(found.get("salt"), 32), hex_bytes(found.get("statement"), 512)
