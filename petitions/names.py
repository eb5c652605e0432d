"""Published names: their one order for every database and reader, and their one spelling."""

import json
from functools import lru_cache

from petitions import bulk
from petitions.models import PublishedName
from petitions.sealing.plaintext import FIELDS

_LAST = b"\xff\xff"  # what was sealed is no name: after every name


@lru_cache(maxsize=1)
def _collator():
    from pyuca import Collator  # reading its tables takes a third of a second that most processes never need

    return Collator()


def sort_key(identity, leaf):
    """The bytes that put a name in its place: Unicode collation, then the leaf. identity: the fields, or None."""
    if identity is None:
        return _LAST + leaf
    weights = _collator().sort_key(identity["name"])
    # A zero ends the weights, so that a name stands before every longer one; nothing but _LAST reaches 0xffff.
    return b"".join(min(weight, 0xFFFE).to_bytes(2, "big") for weight in weights) + b"\x00\x00" + leaf


def spelled(identity):
    """The fields as names.json spells them (a str), or None for what is no name."""
    if identity is None:
        return None
    ordered = {key: identity[key] for key in FIELDS if key in identity}
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))


def publish(letter, wave, found):
    """Write (leaf, tier, identity or None) as published names; `wave` is None for those who are named at once."""
    bulk.write(
        PublishedName,
        ("letter", "wave", "leaf", "tier", "identity", "sort_key"),
        (
            (letter.pk, wave and wave.pk, leaf, tier, spelled(identity), sort_key(identity, leaf))
            for leaf, tier, identity in found
        ),
    )
