"""Letters with published names for tests of what is made of them. Plain functions."""

import os

from petitions import names, queries
from petitions.models import PublishedName
from tests import make
from tests.personas import cast
from tests.petitions import letters
from tests.petitions.signatories import opened

PEOPLE = ["Zoë Quist", "Ana Ruiz", "李明", "محمد علي", "=1+1", "Bo Lindqvist"]


def scene(people=PEOPLE, **parts):
    """(owner's browser, Made, cast): an open letter of the cast's group on which these names are public."""
    who = cast()
    made = opened(campaign=make.campaign(group=who.group), by=who.owner, codes=3, **parts)
    publish(made, people)
    letters.counted(made, live=len(people) + 2, named=len(people), count_only=2)
    return who.client("owner"), made, who


def publish(made, people):
    """Put names on the letter as a batch does, with a title for each second of them."""
    found = []
    for at, name in enumerate(people):
        found.append((os.urandom(32), 0, names.spelled({"name": name} | ({"title": "engineer"} if at % 2 else {}))))
    names.publish(made.letter, None, found)


def leaf_of(made, name):
    """The leaf of a published name."""
    rows = {row.identity["name"]: bytes(row.leaf) for row in PublishedName.objects.filter(letter=made.letter)}
    return rows[name]


def in_order(made):
    return [row.name for row in queries.all_names(made.facts)]
