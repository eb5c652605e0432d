"""What the rulebook says of a resolution's days: its deadlines, and what is odd about a day that somebody writes down.

Records are typed in late, and companies do what they should not: whatever is odd is a warning, never a refusal.
"""

import datetime

from shareholder.rulebook import abroad, deadlines, rules
from shareholder.rulebook.deadlines import Facts
from shareholder.rulebook.errors import RulebookError
from shareholder.states import MeetingKind, ResolutionState

# Short names of warnings; templates/shareholder/_warning.html says them.
AFTER_DEADLINE, REVISED_LATE, SIGNUP_LATE = "after_deadline", "revised_late", "signup_late"
NOTICE_LATE, REPLY_LATE, REASONS_LATE = "notice_late", "reply_late", "reasons_late"
FILER_MAY_NOT = "filer_may_not"
OUTSIDE_SLOTS, BEFORE_MEETING, BEFORE_SENT = "outside_slots", "before_meeting", "before_sent"
SEASON_BEGINS, MOST_MEET = 10, 5  # months
TWO_WEEKS = datetime.timedelta(days=14)


def season_of(day):
    """The season that `day` lies in, from 1 October to 30 September, as people write it: "2026-27"."""
    first = day.year if day.month >= SEASON_BEGINS else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def first_of_season(season):
    """The first day of a season such as "2026-27"."""
    return datetime.date(int(season[:4]), SEASON_BEGINS, 1)


def season_of_resolution(resolution, today):
    """The season of its meeting; where its day is not known, that in which most meetings of its year are."""
    meeting = resolution.meeting
    if meeting is None:
        return season_of(today)
    return season_of(meeting.on or datetime.date(meeting.year, MOST_MEET, 1))


def rules_for(resolution):
    """The rules in force for its meeting (else for the end of that year, else the newest), and its submission.

    Outside the United States with the rows over them that the group has written down itself: lists of resolutions are
    asked for together with these (queries.with_rules).
    """
    book, meeting = rules.ours(), resolution.meeting
    if meeting is None:
        day = max(rule.starts for rule in book.versions)
    else:
        day = meeting.on or datetime.date(meeting.year, 12, 31)
        if meeting.country != "US":
            own = resolution.group.country_rules.all()
            book = book.over(row.as_rule() for row in own if row.country == meeting.country)
    return book.on(day, submission=resolution.sent_on)


def facts_of(resolution, filing=None):
    """The Facts of the rulebook, from the meeting and the resolution's own days: its lead's, or those of `filing`."""
    meeting, own = resolution.meeting, filing or resolution
    return Facts(
        released=meeting.released_on,
        last_meeting=meeting.last_on,
        meeting=meeting.on,
        special=meeting.kind == MeetingKind.SPECIAL,
        stated=meeting.stated_on,
        submitted=own.sent_on or resolution.sent_on,
        received=own.received_on,
        noticed=own.noticed_on,
        definitive=meeting.definitive_on,
        revised=resolution.revised_on,
    )


def deadlines_of(resolution, filing=None):
    """list of every Deadline that follows from what is known, by day; empty while no meeting is.

    Every filer has days of its own: with `filing` they are that filer's, else the lead's.
    """
    meeting = resolution.meeting
    if meeting is None:
        return []
    in_force = rules_for(resolution)
    try:
        if meeting.country == "US":
            return deadlines.all_deadlines(facts_of(resolution, filing), in_force)
        known = {"meeting": meeting.on, "last_meeting": meeting.last_on, "stated": meeting.stated_on}
        return abroad.all_deadlines(meeting.country, in_force, **known)
    except RulebookError:
        return []  # no rule is known for that country or day, or the day of the meeting is missing


def barred_years_of(resolution):
    """Years in which the company may leave out what its filers propose, because this was not presented; else ()."""
    meeting = resolution.meeting
    if resolution.state != ResolutionState.NOT_PRESENTED or not _american(resolution):
        return ()
    return deadlines.barred_years(meeting.on.year if meeting.on else meeting.year, rules_for(resolution))


def receipt_of(resolution):
    """The Deadline by which the company must have received it, the first that has a day, or None."""
    found = [one for one in deadlines_of(resolution) if one.name == "receipt"]
    return next((one for one in found if one.day), found[0] if found else None)


def is_planned_late(resolution):
    """Whether it is to be sent on a day after that by which it must be there."""
    due, planned = receipt_of(resolution), resolution.planned_on
    return bool(planned and not resolution.sent_on and due and due.day and planned > due.day)


def warnings(verb, resolution, on, *, filing=None):
    """list of what is odd about `verb` on the day `on`."""
    look = _LOOKS.get(verb)
    return [name for name in look(resolution, on, filing) if name] if look else []


def _late(resolution, on, name):
    due = receipt_of(resolution)
    return name if due and due.day and on > due.day else ""


def _send(resolution, on, filing):
    yield _late(resolution, on, AFTER_DEADLINE)
    yield FILER_MAY_NOT if filing and filing.eligibility == "no" else ""


def _receive(resolution, on, filing):
    yield _late(resolution, on, AFTER_DEADLINE)
    sent = filing.sent_on if filing else resolution.sent_on
    yield BEFORE_SENT if sent and on < sent else ""


def _revise(resolution, on, _filing):
    yield _late(resolution, on, REVISED_LATE)


def _sign_up(resolution, _on, _filing):
    due, ends = receipt_of(resolution), resolution.signup_ends_on
    yield SIGNUP_LATE if due and due.day and ends and ends > due.day - TWO_WEEKS else ""


def _american(resolution):
    return resolution.meeting is not None and resolution.meeting.country == "US"


def _defects(resolution, on, filing):
    received = filing.received_on if filing else resolution.received_on
    if received and _american(resolution):
        yield NOTICE_LATE if on > deadlines.defect_notice(received, rules_for(resolution)).day else ""


def _cure(resolution, on, filing):
    noticed = filing.noticed_on if filing else resolution.noticed_on
    if noticed and _american(resolution):
        yield REPLY_LATE if on > deadlines.defect_reply(noticed, rules_for(resolution)).day else ""


def _engage(resolution, on, _filing):
    if resolution.sent_on and _american(resolution):
        slots = deadlines.meeting_slots(resolution.sent_on, rules_for(resolution))
        yield "" if slots.first <= on <= slots.day else OUTSIDE_SLOTS


def reasons_late(resolution, on, definitive_on):
    """[REASONS_LATE] where the company gave its reasons on `on`, too near to the day that it plans for its proxy."""
    if not (_american(resolution) and definitive_on):
        return []
    return [REASONS_LATE] if on > deadlines.no_action(definitive_on, rules_for(resolution)).day else []


def _meeting(resolution, on, _filing):
    day = resolution.meeting.on if resolution.meeting else None
    yield BEFORE_MEETING if day and on < day else ""


_LOOKS = {
    "send": _send, "send papers": _send, "confirm receipt": _receive, "receive papers": _receive, "revise": _revise,
    "open sign-up": _sign_up, "notice defects": _defects, "cure defects": _cure, "engage": _engage,
    "hold vote": _meeting, "not presented": _meeting,
}  # fmt: skip
