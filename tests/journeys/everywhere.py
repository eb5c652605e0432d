"""Every address of the site with something behind it, from the URL configuration: a new address comes by itself."""

import re

from django.conf import settings

from petitions import queries
from tests.addresses import every_pattern
from tests.journeys.scenes import Stage
from tests.petitions import letters

SLOT = re.compile(r"<(\w+):(\w+)>")


def all_paths():
    """(paths under /l/, all other paths, owner): each with an opened letter, the desk's with a draft as well."""
    stage = Stage()
    opened, _wave = stage.opened()
    letter = opened.letter
    drafted = letters.draft(**stage.parts_of_a_draft()).letter
    given = {
        "address": [letter.address],
        "language": [code for code, _name in settings.LANGUAGES],
        "sha256": [value.hex() for value in queries.letter_facts(letter.address).manifest.client_sha256[:1]],
        "int": ["1"],
    }
    slugs = {"g": [stage.group.slug], "c": [stage.campaign.slug], "letters": [letter.slug, drafted.slug]}
    signatory, others = [], []
    for _name, route, _view in every_pattern():
        if "(?P" in route:  # a key from a mail, of the account library
            continue
        room = route.split("/")[1] if route.startswith("desk/") else None
        paths = ["/" + route]
        for slot in SLOT.finditer(route):
            values = given[slot[1]] if slot[1] in given else slugs[room]
            paths = [path.replace(slot[0], value, 1) for path in paths for value in values]
        (signatory if route.startswith("l/") else others).extend(paths)
    return signatory, others, stage.owner
