"""Published names: how they are written, their one spelling, and how they are shown."""

import json
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from petitions import bulk, name_places, name_rules, small_groups
from petitions.models import Erratum, PublishedName
from petitions.sealing.plaintext import FIELDS

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
    words = name_places.Words()
    publish_placed(letter, wave, ((leaf, tier, identity, *_place(identity, words)) for leaf, tier, identity in found))


def _place(identity, words):
    return name_places.NOWHERE if identity == NOBODY else words.place(json.loads(identity)["name"])


def publish_placed(letter, wave, found):
    """The same for rows that say their place themselves: (leaf, tier, identity, *name_places.Words.place)."""
    of = letter.pk, wave and wave.pk
    bulk.write(
        PublishedName,
        ("letter", "wave", "leaf", "tier", "identity", "sort_key", "shape"),
        (
            (*of, leaf, tier, None if identity == NOBODY else identity.decode(), place + leaf, shape)
            for leaf, tier, identity, place, shape in found
        ),
    )


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
