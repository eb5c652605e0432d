"""Every address of the site with something behind it, from the URL configuration: a new address comes by itself."""

from django.conf import settings

from tests import make
from tests.addresses import every_pattern
from tests.journeys.scenes import Stage
from tests.petitions import letters, supporters
from tests.web.places import Place

LANGUAGE = "<language:language>"


def all_paths():
    """(paths under /l/, /p/ and /s/, others, owner): each with an opened letter, the desk's with a draft as well."""
    stage = Stage()
    opened, _wave = stage.opened()
    drafted = letters.draft(**stage.parts_of_a_draft()).letter
    campaign, records = make.ledger(stage.group)
    petition = supporters.opened(campaign=campaign, by=stage.owner)
    records |= {"holder": petition.holders.get(), "sheet": supporters.sheet(petition)}
    place = Place(stage.owner, stage.group, campaign, opened, records, petition)
    signatory, others = [], []
    for _name, route, _view in every_pattern():
        if "(?P" in route:  # a key from a mail, of the account library
            continue
        routes = [route.replace(LANGUAGE, code) for code, _name in settings.LANGUAGES] if LANGUAGE in route else [route]
        paths = [place.fill(one) for one in routes]
        if route.startswith("desk/letters/"):
            paths += [path.replace(opened.letter.slug, drafted.slug) for path in paths if opened.letter.slug in path]
        (signatory if route.startswith(("l/", "p/", "s/")) else others).extend(paths)
    return signatory, others, stage.owner
