"""Published names: their one order for every database and reader, and their one spelling."""

import json
import struct
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from petitions import bulk, name_rules, small_groups
from petitions.models import Erratum, PublishedName
from petitions.sealing.plaintext import FIELDS

MOST_WEIGHTS = 2000  # bytes: an index entry of PostgreSQL holds 2,700; longer names that begin alike go by their leaf
# By fault of name_rules; the browser's page says the same (templates/petitions/_sentences.html).
SENTENCES = {
    "name": _("Write your name as it should appear, or choose to be counted only."),
    "name_long": _("This name is too long: at most 80 letters, fewer where letters carry many marks."),
    "long": _("This is too long. Shorten it, or the other fields."),
    "characters": _("There is a character here that cannot be seen. Type the line anew instead of pasting it."),
    "signs": _(
        "There is a sign or a picture here that cannot be used. Letters, spaces, hyphens, apostrophes, full stops and "
        "commas are fine."
    ),
    "form": _(
        "These are letters in a special shape, such as full width or bold ones. Type them with ordinary letters."
    ),
    "marks": _("There are too many accents on one letter here. Type the line anew."),
    "letters": _("A name has at least one letter."),
    "script": _(
        "Some letters here come from different alphabets, which can look like other letters. Write the name in one "
        "alphabet."
    ),
}
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
        ("letter", "wave", "leaf", "tier", "identity", "sort_key", "shape"),
        ((letter.pk, wave and wave.pk, leaf, tier, *_shown(identity, leaf, words)) for leaf, tier, identity in found),
    )


def _shown(identity, leaf, words):
    if identity == NOBODY:
        return None, sort_key(None, leaf), None
    name = json.loads(identity)["name"]
    return identity.decode(), sort_key(name, leaf, words), shape(name)


def shape(name):
    """16 bytes that two names share exactly if they look alike."""
    return sha256(name_rules.skeleton(name).encode()).digest()[:16]


@dataclass(frozen=True)
class Shown:
    """A published name as anyone may read it: nothing in it hides, reorders or covers what stands beside it."""

    leaf: str  # hex
    name: str
    title: str
    team: str
    struck: bool
    remark: str  # "alike": looks like another name of this letter; "unusual": breaks the rules for names; or ""


def _cells(facts):
    """How many names say what, as small_groups.labels takes it. A struck name says nothing."""
    names = PublishedName.objects.filter(letter=facts.pk, identity__isnull=False).order_by()
    counts = Counter()
    for team, title, n in names.values_list("identity__team", "identity__title").annotate(n=Count("pk")):
        counts[small_groups.cell_of({"team": team, "title": title}, facts.lists)] += n
    disputed = Erratum.objects.filter(letter=facts.pk).values_list("leaf", flat=True)
    for identity in names.filter(leaf__in=list(disputed)).values_list("identity", flat=True):
        counts[small_groups.cell_of(identity, facts.lists)] -= 1
        counts[None, None] += 1
    return counts


def groups(facts):
    """([(office, n)], [(role family, n)]) as they may be published, or None for a letter without lists."""
    return small_groups.table(_cells(facts)) if any(facts.lists) else None


def shown(facts, rows):
    """The Shown of PublishedName rows of one letter that have an identity, in their order."""
    letter_pk = facts.pk
    labels = small_groups.labels(_cells(facts)) if any(facts.lists) else None
    struck = {bytes(leaf) for leaf in Erratum.objects.filter(letter=letter_pk).values_list("leaf", flat=True)}
    shapes = {bytes(row.shape) for row in rows if row.shape is not None}
    names = PublishedName.objects.filter(letter=letter_pk, shape__in=shapes).order_by().values("shape")
    alike = {bytes(found["shape"]) for found in names.annotate(n=Count("pk")) if found["n"] > 1}
    found = []
    for row in rows:
        leaf, looks_alike = bytes(row.leaf), row.shape is not None and bytes(row.shape) in alike
        said = row.identity
        if labels is not None:
            cell = (None, None) if leaf in struck else small_groups.cell_of(said, facts.lists)
            team, title = labels.get(cell, (None, None))
            said = {"name": said["name"], "team": team or "", "title": title or ""}
        found.append(_row(row, said, leaf in struck, looks_alike))
    return found


def _row(row, said, struck, alike):
    harmless = name_rules.harmless(said)
    remark = "alike" if alike else "unusual" if name_rules.faults(said) else ""
    title, team = harmless.get("title", ""), harmless.get("team", "")
    return Shown(bytes(row.leaf).hex(), harmless["name"], title, team, struck, remark)
