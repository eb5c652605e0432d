"""The one order of names on every database: a name's Unicode collation as bytes, then the leaf. Pure: no Django."""

import struct
import unicodedata
from functools import lru_cache

MOST_WEIGHTS = 2000  # bytes: an index entry of PostgreSQL holds 2,700; longer names that begin alike go by their leaf
MOST_WORDS = 20_000  # that are kept: longer lists of names have many that occur once
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


@lru_cache(maxsize=1)
def _space():
    return tuple([level[" "] for level in _ascii_weights()])


def _word(word):
    """The weights of one word on each level."""
    if word.isascii():  # ten times as fast, and most names of most releases
        return [b"".join(map(level.__getitem__, word)) for level in _ascii_weights()]
    return _levels(unicodedata.normalize("NFD", word))


def _weights(name, words):
    # Nothing contracts with a space (tested), so words can be weighed one by one, and names share their words.
    found = []
    for word in name.split(" "):
        weighed = words.get(word) or _word(word)
        if len(words) < MOST_WORDS:
            words[word] = weighed
        found.append(weighed)
    return b"".join([part for at, space in enumerate(_space()) for part in (space.join([w[at] for w in found]), _END)])


def place(name, words):
    """`sort_key` without the leaf. words: a dict, empty at first, that keeps weights from one name to the next."""
    return _LAST if name is None else _weights(name, words)[:MOST_WEIGHTS] + _END


def sort_key(name, leaf):
    """The bytes that put a published row in its place: Unicode collation, then the leaf. A name of None comes last."""
    return place(name, {}) + leaf


def beginning(text):
    """(lowest, end) of the sort keys of all names that begin like `text`, whatever their case and accents."""
    low = _weights(text, {}).partition(_END)[0]
    return low, low + _LAST
