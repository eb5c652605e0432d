"""Published names: their one order for every database and reader, and their one spelling."""

import json
import struct
import unicodedata
from functools import lru_cache

from petitions import bulk
from petitions.models import PublishedName
from petitions.sealing.plaintext import FIELDS

MOST_WEIGHTS = 2000  # bytes: an index entry of PostgreSQL holds 2,700; longer names that begin alike go by their leaf
NOBODY = b"null"  # how names.json says that what was sealed is no name
_LAST = b"\xff\xff"  # above the first weight of every name
_END = b"\x00\x00"  # below every weight: a level ends, and a name stands before every longer one


@lru_cache(maxsize=1)
def _collator():
    from pyuca import Collator  # reading its tables takes a third of a second that most processes never need

    return Collator()


def _levels(text):
    """The weights of a text (NFD) on each of the three levels, as bytes."""
    found = _collator().collation_elements(text)
    return [b"".join(struct.pack(">H", one[level]) for one in found if one[level]) for level in range(3)]


@lru_cache(maxsize=1)
def _ascii_weights():
    """For each level a dict ASCII character -> its weights there as bytes. ASCII has no contractions (tested)."""
    levels = {chr(point): _levels(chr(point)) for point in range(128)}
    return [{character: found[level] for character, found in levels.items()} for level in range(3)]


def _weights(name, words):
    if name.isascii():  # ten times as fast, and most names of most releases
        levels = [b"".join(map(level.__getitem__, name)) for level in _ascii_weights()]
        return _END.join([*levels, b""])
    # Nothing contracts with a space (tested), so words can be weighed one by one, and names share their words.
    found = []
    for word in unicodedata.normalize("NFD", name).split(" "):
        if word not in words:
            words[word] = _levels(word)
        found.append(words[word])
    space = [level[" "] for level in _ascii_weights()]
    return _END.join([*(space[level].join([word[level] for word in found]) for level in range(3)), b""])


def sort_key(name, leaf, words=None):
    """The bytes that put a published row in its place: Unicode collation, then the leaf. A name of None comes last.

    words: a dict, empty at first, in which the weights of words are kept from one name to the next.
    """
    return _LAST + leaf if name is None else _weights(name, {} if words is None else words)[:MOST_WEIGHTS] + _END + leaf


def spelled(identity):
    """The fields of a name as names.json spells them, in bytes; `identity` as the database gives it back, or None."""
    if identity is None:
        return NOBODY
    ordered = {key: identity[key] for key in FIELDS if key in identity}
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode()


def publish(letter, wave, found):
    """Write (leaf, tier, identity) as published names, identity in bytes as in names.json.

    wave: None for those who are named at once.
    """
    words = {}
    bulk.write(
        PublishedName,
        ("letter", "wave", "leaf", "tier", "identity", "sort_key"),
        ((letter.pk, wave and wave.pk, leaf, tier, *_shown(identity, leaf, words)) for leaf, tier, identity in found),
    )


def _shown(identity, leaf, words):
    if identity == NOBODY:
        return None, sort_key(None, leaf)
    return identity.decode(), sort_key(json.loads(identity)["name"], leaf, words)
