"""Has a Form N-PX of any size read in a process of its own, and gathers what is about one company's meeting."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from threading import Timer

from shareholder.readers import npx_alone
from shareholder.readers.apart import TOO_MUCH
from shareholder.readers.refused import Unreadable

MEMORY = 256 * 1024**2  # whatever the file's size
LEAST_SECONDS, PACE = 10, 2_000_000  # of CPU: so many, and one more for each 2 MB; a core reads ten times as much
WAIT = 5  # times as long may pass on a host that is busy with other things

TWO_FILERS = "The files are of different filers. Read each filing by itself."


@dataclass
class Found:
    """What the files of one filing say: rows as npx_alone.found has them, with Decimals."""

    votes: list = field(default_factory=list)
    unread: list = field(default_factory=list)
    rows: int = 0
    elsewhere: int = 0  # rows about the same company's other meetings
    more: int = 0  # rows beyond the most that are looked at
    cover: dict = field(default_factory=dict)
    series: dict = field(default_factory=dict)


def read(paths, wanted, tell=None):
    """Found in all files of a filing; Unreadable with the sentence about the first that is none. tell(bytes so far)."""
    out, passed = Found(), 0
    for path in paths:
        size = path.stat().st_size
        end = _one(path, size, wanted, out, (lambda done, before=passed: tell(before + done)) if tell else None)
        passed += size
        _add_cover(out, end.pop("cover"))
        for name, number in end.items():
            setattr(out, name, getattr(out, name) + number)
    return out


def _add_cover(out, cover):
    if cover is None:
        return
    told = {name: cover[name] for name in ("form", "cik", "period", "name", "amendment") if cover[name]}
    if any(out.cover.get(name, told[name]) != told[name] for name in ("cik", "name") if name in told):
        raise Unreadable(TWO_FILERS)
    out.cover = told | out.cover
    out.series |= cover["series"]


def _one(path, size, wanted, out, tell):
    seconds = LEAST_SECONDS + size // PACE
    asked = {"names": wanted.names, "securities": wanted.securities, "year": wanted.year}
    asked["day"] = wanted.day and wanted.day.isoformat()
    program = [sys.executable, "-I", str(Path(npx_alone.__file__)), str(MEMORY), str(seconds)]
    with path.open("rb") as file:
        child = subprocess.Popen(
            program, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"WANTED": json.dumps(asked)}
        )  # fmt: skip
    clock = Timer(WAIT * seconds, child.kill)
    clock.start()
    try:
        with child:
            end = _listen(child.stdout, out, tell)
    finally:
        clock.cancel()
        child.kill()  # where listening failed; nothing happens to one that has ended
    if end is None or child.returncode:
        raise Unreadable(TOO_MUCH)
    return end


def _listen(lines, out, tell):
    """What the process says in the end; None if it ended without a word."""
    for line in lines:
        (kind, value) = next(iter(json.loads(line).items()))
        if kind == "read" and tell:
            tell(value)
        elif kind == "vote":
            for how in npx_alone.KNOWN:
                number = value[how.lower()]
                value[how.lower()] = None if number is None else Decimal(number)
            out.votes.append(value)
        elif kind == "unread":
            out.unread.append(value)
        elif kind == "refused":
            raise Unreadable(value)
        elif kind == "end":
            return value
    return None
