"""A calendar feed (RFC 5545) of days, which tells no more than a company's name, or only that one is busy.

No event carries a word of a resolution. All-day dates have no time zone; the identifier of an event stays the same for
ever, and its sequence is the second in which the feed was read, so that a calendar moves it, never shows it twice, and
learns nothing of how often anything was changed.
"""

import datetime
import uuid

from django.utils.translation import gettext as _

from shareholder.actions.reminders import DAYS_BEFORE

EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
FOLD = 75  # octets in a line
NAMESPACE = uuid.UUID("6d0e2b0c-6f5e-4a55-9a36-5d0c2b1f7a11")


def escaped(text):
    """A text value: what has a meaning in the format has a backslash before it, and no line ends."""
    for mark, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(mark, written)
    return "".join(one for one in text if one >= " ")


def folded(line):
    """The line in pieces of at most 75 octets, none of which cuts a character in two."""
    pieces, piece, size = [], [], 0
    for one in line:
        width = len(one.encode())
        if size + width > FOLD:
            pieces.append("".join(piece))
            piece, size = [" "], 1
        piece.append(one)
        size += width
    return "\r\n".join([*pieces, "".join(piece)])


def identifier(due):
    """A keyless hash of random keys and of what the day is. Other countries have several days of one name."""
    whose, abroad = due.filing or due.resolution, due.rule is not None and due.rule.country != "US"
    name = f"{due.name} {due.rule.id}" if abroad else due.name
    return str(uuid.uuid5(NAMESPACE, f"{whose.pk} {name}"))


def sequence(at):
    """Grows with time alone: a number of changes would tell how much is done about a resolution, and when."""
    return int((at - EPOCH).total_seconds())


def event(due, *, busy, at):
    said = _("Busy") if busy else _("Deadline: %(company)s") % {"company": due.resolution.company.name}
    yield "BEGIN:VEVENT"
    yield f"UID:{identifier(due)}"
    yield f"DTSTAMP:{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{sequence(at)}"
    yield f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due.day + datetime.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(said)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    for before in () if busy else DAYS_BEFORE:  # five alarms before a day would say what kind of day it is
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escaped(said)}"
        yield f"TRIGGER:-P{before}D" if before else "TRIGGER:PT0S"
        yield "END:VALARM"
    yield "END:VEVENT"


def calendar(dues, *, busy, at):
    """The whole feed of [Due] as text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calendar//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(_('Busy') if busy else _('Deadlines'))}"]
    for due in dues:
        lines += event(due, busy=busy, at=at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)
