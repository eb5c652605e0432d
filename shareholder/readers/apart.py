"""Has a report that somebody uploaded read in a process of its own, so that a hostile one holds nobody up."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from shareholder.readers import alone
from shareholder.readers.ballot import Item, Reading, Unread
from shareholder.readers.counts import Value
from shareholder.readers.refused import Unreadable

# For one report, while somebody waits: of CPU, and that may pass; the longest that was seen takes a quarter of a second
SECONDS, WAIT = 2, 10
MEMORY = 512 * 1024**2
TOO_MUCH = "Reading the document took too long, or more memory than a filing takes."


def reading_of(found):
    """The Reading that `alone` wrote down."""
    items = []
    for fields in found.pop("items"):
        fields["counts"] = {role: Value(**value) for role, value in fields["counts"].items()}
        fields["derived"] = {role: tuple(value) for role, value in fields["derived"].items()}
        fields["title_at"] = tuple(fields["title_at"]) if fields["title_at"] else None
        items.append(Item(**fields))
    unread = [Unread(**piece) for piece in found.pop("unread")]
    day = found.pop("meeting_date")
    return Reading(items=items, unread=unread, meeting_date=day and date.fromisoformat(day), **found)


def number_of(found):
    return Decimal(found["decimal"]) if found.keys() == {"decimal"} else found


def read(raw):
    """A Form 8-K as bytes to a Reading, as form_8k.read does; Unreadable also for what takes too much to read."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(alone.__file__)), str(MEMORY), str(SECONDS)],
            input=raw,
            capture_output=True,
            env={},  # no secret of this process, no proxy, no home
            check=False,
            timeout=WAIT,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_MUCH) from None
    if done.returncode:
        raise Unreadable(TOO_MUCH)
    found = json.loads(done.stdout, object_hook=number_of)
    if "refused" in found:
        raise Unreadable(found["refused"])
    return reading_of(found)
