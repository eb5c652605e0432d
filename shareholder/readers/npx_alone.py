"""Reads one Form N-PX in a process of its own: its standard input is the file, a line of JSON is written for each find.

The limits are alone.py's; WANTED in its surroundings, which are empty but for that, is what it looks for as JSON. It
writes {"read": bytes}, {"vote": …}, {"unread": …} as it goes, and in the end {"end": …} or {"refused": sentence}.
"""

import json
import os
import sys
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path

STEP = 1_000_000  # bytes between two reports of how far it is
MOST = 5_000  # rows of one meeting: the largest family of funds has a few hundred series and a dozen items
LONGEST, WHOLE, FRACTION = 1000, 15, 6  # characters of a text; digits of a number of shares
KNOWN = ("FOR", "AGAINST", "ABSTAIN", "WITHHOLD")


def printed(number):
    """A number of shares as text; ValueError for one with more digits than are kept."""
    if number is None:
        return None
    if number != round(number, FRACTION) or abs(number) >= Decimal(10) ** WHOLE:
        raise ValueError
    return format(number, "f")


def found(vote, kind):
    """A row as the desk keeps it."""
    others = {record.how for record in vote.records} - set(KNOWN)
    says = {record.management for record in vote.records}
    return {
        "number": vote.number,
        "by": kind,
        "issuer": (vote.issuer or "")[:LONGEST],
        "day": vote.meeting.isoformat(),
        "description": (vote.description or "")[:LONGEST],
        "by_holders": vote.by_holders,
        "series": (vote.series or "")[:LONGEST],
        "management": says.pop() if len(says) == 1 else None,
        "others": sorted(str(one)[:40] for one in others if one)[:5],
    } | {how.lower(): printed(vote.shares_voted(how)) for how in KNOWN}


def look(reading, wanted, write):
    """Write down what of a Reading is wanted; how many rows were about the company's other meetings."""
    from shareholder.readers import npx_match

    elsewhere = kept = 0

    def unread(vote, reason):
        write({"unread": {"number": vote.number, "reason": reason, "description": (vote.description or "")[:200]}})

    for vote in reading:
        kind = wanted.found_by(vote)
        if not kind:
            continue
        kept += 1
        if kept > MOST:
            continue
        if vote.meeting is None:
            unread(vote, npx_match.DAY_UNREAD)
        elif not wanted.is_day(vote.meeting):
            elsewhere += 1
            kept -= 1
        elif vote.problems:
            unread(vote, vote.problems[0])
        else:
            try:
                write({"vote": found(vote, kind)})
            except ValueError:
                unread(vote, npx_match.TOO_EXACT)
    return elsewhere, max(0, kept - MOST)


def main(memory, seconds):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # it is started apart from everything else
    from shareholder.readers import alone, npx, npx_match
    from shareholder.readers.refused import Unreadable

    alone.limit(memory, seconds)
    asked = json.loads(os.environ["WANTED"])
    day = asked.pop("day")
    wanted = npx_match.Wanted(**asked, day=day and date.fromisoformat(day))

    def write(line):
        sys.stdout.write(json.dumps(line) + "\n")

    told = 0

    def tell(done):
        nonlocal told
        if done - told >= STEP:
            told = done
            write({"read": done})
            sys.stdout.flush()

    reading = npx.read(sys.stdin.buffer, tell)
    try:
        elsewhere, more = look(reading, wanted, write)
    except Unreadable as refusal:
        write({"refused": str(refusal)})
    else:
        cover = asdict(reading.cover) if reading.cover else None
        write({"end": {"rows": reading.rows, "elsewhere": elsewhere, "more": more, "cover": cover}})


if __name__ == "__main__":
    main(*sys.argv[1:])
