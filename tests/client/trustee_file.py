"""A Python trustee's folder as the object that the core takes, files of seats, and moments as both write them."""

import json

from petitions.sealing import ed25519, keyfile, trustee_file, xwing


def kept(home):
    """The trustee file of this home, parsed."""
    return json.loads(trustee_file.pack(home))


def of_seat(letter, seat, *, identity, seed, passphrase, title=None, is_approved=True, notices=None):
    """The trustee file, parsed, of whoever holds these two keys for seat 1..n of this Manifest.

    notices: {"1": {"sha256", "first_seen"}} of the waves that were seen already.
    """
    mine, scope = letter.trustees[seat - 1], letter.scope
    fields = {"name": mine.name, "contact": mine.contact, "url": mine.url, "ed25519": ed25519.public(identity).hex()}
    bound_to = letter.letter_id if is_approved else bytes(32)
    row = {
        "title": title,
        "join": fields | {"v": 1, "scope": scope.hex(), "xwing": xwing.public(seed).hex()},
        "key": keyfile.encrypt(seed + scope + bound_to, passphrase).hex(),
        "manifest": letter.raw.decode() if is_approved else None,
        "state": {"seen": None, "notices": notices or {}, "withdrawals": {}},
    }
    return {
        "v": 1,
        "kind": trustee_file.KIND,
        "identity": fields,
        "identity_key": keyfile.encrypt(identity, passphrase).hex(),
        "approved": [],
        "letters": {scope.hex(): row},
    }


def moment(now):
    """An aware datetime for the core."""
    return now.isoformat()
