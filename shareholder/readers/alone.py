"""Reads one report in a process of its own: `python alone.py` reads its bytes, writes a Reading as JSON, and ends.

A document that would never end, or fill the memory, ends alone. It can write no file and knows nothing of its
surroundings. Its arguments are the most memory in bytes and the most seconds of CPU. A refusal is
{"refused": sentence}.
"""

import json
import resource
import sys
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path


def jsonable(value):
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


def limit(memory, seconds):
    """From here on this process writes no file, and ends when it takes more memory (bytes) or CPU (seconds)."""
    for what, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
    ):
        resource.setrlimit(what, (most, most))


def main(memory, seconds):
    limit(memory, seconds)
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # it is started apart from everything else
    from shareholder.readers import form_8k
    from shareholder.readers.refused import Unreadable

    try:
        answer = asdict(form_8k.read(sys.stdin.buffer.read()))
    except Unreadable as refusal:
        answer = {"refused": str(refusal)}
    json.dump(answer, sys.stdout, default=jsonable)


if __name__ == "__main__":
    main(*sys.argv[1:])
