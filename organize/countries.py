"""Countries and territories by their ISO 3166-1 code, with the English names that the tz database gives them. Pure."""

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def names():
    """{two-letter code: name} of all that the installed tzdata knows, by name."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    pairs = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return dict(sorted(pairs, key=lambda pair: pair[1]))


def choices():
    """[(code, name)] for a field to choose from."""
    return list(names().items())


def name_of(code):
    """The name of a country, or "" for none."""
    return names().get(code, "")
