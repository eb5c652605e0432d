"""What a campaign's pages and the desk show of letters. Named in settings; no clock is read here."""

import datetime

from django.conf import settings
from django.urls import reverse

from organize import charts
from organize.timeline import Event
from petitions import desk_queries, pages, petition_queries
from petitions.states import LetterState as L
from petitions.states import Reminder, TrusteeState, WaveState


def letters(campaign):
    """The letters of a campaign, with the numbers of their last public count."""
    rows = [_row(letter) for letter in desk_queries.letters_of(campaign)]
    return {"template": "petitions/_shelf_letters.html", "items": rows}


def _row(letter):
    counts, opened = letter.counts, letter.opened or 0
    if not counts:
        return {"letter": letter, "signed": None, "sealed": None, "named": None}
    return {
        "letter": letter,
        "signed": counts["live"],
        "sealed": max(counts["sealed"] - opened, 0),
        "named": counts["named"] + opened,
    }


def attention(group):
    """What a group's letters want from it now, most urgent first: what can be done, what is missing, what ends when."""
    found = [item for letter in desk_queries.letters_in_hand(group) for item in _wants(letter)]
    found += [_item(letter, "dispute", count=letter.waiting) for letter in desk_queries.disputed_letters(group)]
    found.sort(key=lambda item: (ORDER.index(item["kind"]), str(item["on"] or "")))
    return {"template": "petitions/_shelf_attention.html", "items": found}


ORDER = (
    "destroys", "confirm", "enough", "tier", "closing", "files", "approval", "key", "dispute", "answer", "opening",
    "notice",
    "closes",
)  # fmt: skip


def _item(letter, kind, *, on=None, seat=None, wave=None, tier=None, count=0):
    return {"letter": letter, "kind": kind, "on": on, "seat": seat, "wave": wave, "tier": tier, "count": count}


def _wants(letter):
    if letter.state in (L.INVITING, L.CODED):
        return [_item(letter, "key", seat=seat) for seat in letter.seated if seat.state == TrusteeState.INVITED]
    if letter.state == L.FROZEN:
        return [_item(letter, "approval", seat=seat) for seat in letter.seated if seat.state == TrusteeState.KEYED]
    if letter.state == L.DELIVERED:
        return [_item(letter, "answer", on=letter.delivered_on)] if letter.reminder == Reminder.ANSWER else []
    found = _wave_wants(letter)
    if letter.state == L.OPEN:
        found.append(_item(letter, "closing" if letter.reminder == Reminder.CLOSING else "closes", on=letter.closes_on))
    if letter.reminder == Reminder.DESTROY:
        found.append(_item(letter, "destroys", on=letter.destroy_by))
    return found


def _wave_wants(letter):
    wave = desk_queries.live_wave(letter.wave_rows)
    if wave is None:
        tier = desk_queries.tier_due(letter, letter.counts, letter.wave_rows)
        return [_item(letter, "tier", tier=tier)] if tier and letter.state == L.OPEN else []
    if wave.state == WaveState.ANNOUNCED:
        return [_item(letter, "notice", on=wave.snapshot_day, wave=wave)]
    if wave.state == WaveState.OPENING:
        return [_item(letter, "opening", wave=wave)]
    if wave.is_asked:
        return [_item(letter, "confirm", wave=wave)]
    kind = "enough" if wave.received - len(wave.complaints) >= letter.needed else "files"
    return [_item(letter, kind, wave=wave)]


WORDS = "petitions/event.txt"
HAS_OPENED = frozenset({L.OPEN, L.CLOSED, L.RELEASED, L.DELIVERED, L.ANSWERED, L.ARCHIVED})


def public_letters(campaign):
    """What everybody reads of the letters that the group has put on the campaign's page: numbers, days, no name.

    A letter that is not listed leaves no trace here: not its title, its address, its demands or its count.
    """
    listed = desk_queries.listed_letters(campaign)
    return {
        "name": "letters",
        "template": "petitions/_public_letters.html",
        "items": [_shown(letter) for letter in listed],
        "events": [event for letter in listed for event in _events(letter)],
        "numbers": [_numbers(letter) for letter in listed],
        "demands": {demand.pk: demand.text for letter in listed for demand in letter.asked},
    }


def demands(campaign):
    """[(key, text)] of all demands of a campaign's letters, for the desk."""
    return [
        (demand.pk, f"{letter.title}: {demand.number}. {demand.text}")
        for letter in desk_queries.letters_with_demands(campaign)
        for demand in letter.asked
    ]


def _complete(letter):
    return [wave for wave in letter.wave_rows if wave.state == WaveState.COMPLETE]


def _shown(letter):
    rows = pages.tiers(letter, letter.counts, letter.wave_rows)
    waves = [{"value": wave.named, "k": wave.k, "on": _opened_on(wave)} for wave in _complete(letter)]
    return _row(letter) | {
        "counted_on": letter.counted_on,
        "tiers": charts.progress([row | {"value": row["ready"]} for row in rows]),
        "waves": charts.columns(waves),
    }


def _opened_on(wave):
    """The day its names were opened; of waves from before that day was kept, the day its snapshot was taken."""
    return wave.completed_on or wave.snapshot_day


def _events(letter):
    def event(kind, on, row, key="", **more):
        return Event(f"letter-{letter.address}-{kind}{key}", on, kind, WORDS, row, **more)

    href = reverse("petitions:letter-safety", args=[letter.address])
    if letter.state in HAS_OPENED or letter.counts:
        yield event("opened", letter.opens_on, letter, href=href)
    for wave in letter.wave_rows:
        wave.letter = letter
        if wave.state != WaveState.VOID:
            yield event("announced", wave.announced_on, wave, f"-{wave.number}", href=href)
        if wave.state == WaveState.COMPLETE:
            yield event("complete", _opened_on(wave), wave, f"-{wave.number}", href=href)
    if letter.delivered_on:
        yield event("delivered", letter.delivered_on, letter, href=href)
    if letter.answered_on:
        yield event("answered", letter.answered_on, letter, href=href, text=letter.answer)


def _numbers(letter):
    row, counts = _row(letter), letter.counts or {}
    return {
        "title": letter.title,
        "url": settings.PUBLIC_ORIGIN + reverse("petitions:letter-safety", args=[letter.address]),
        "state": letter.state,
        "counted_on": letter.counted_on and letter.counted_on.isoformat(),
        "signed": row["signed"],
        "sealed": row["sealed"],
        "named": row["named"],
        "ready": [{"tier": tier, "people": counts.get("at", {}).get(str(tier), 0)} for tier in letter.tiers],
    }


def petitions(campaign):
    """The public petitions of a campaign, with the numbers that the clock moved."""
    rows = list(petition_queries.petitions_of(campaign))
    return {"template": "petitions/_shelf_petitions.html", "items": rows}


def public_petitions(campaign):
    """What everybody reads of the petitions that the group has put on the campaign's page: numbers and days.

    The timeline tells a petition's count only where a goal was reached, on the day on which that was counted.
    """
    listed = list(petition_queries.listed_petitions(campaign))
    return {
        "name": "petitions",
        "template": "petitions/_public_petitions.html",
        "items": listed,
        "events": [event for petition in listed for event in _petition_events(petition)],
        "numbers": [_petition_numbers(petition) for petition in listed],
        "demands": {},
    }


PETITION_WORDS = "petitions/petition_event.txt"


def _petition_events(petition):
    href = reverse("petition:petition-show", args=[petition.address])

    def event(kind, on, row, key=""):
        return Event(f"petition-{petition.address}-{kind}{key}", on, kind, PETITION_WORDS, row, href=href)

    yield event("begun", petition.opened_on, petition)
    for goal, day in petition.reached.items():
        row = {"title": petition.title, "goal": int(goal)}
        yield event("goal", datetime.date.fromisoformat(day), row, f"-{goal}")
    if petition.closed_on:
        yield event("ended", petition.closed_on, petition)


def _petition_numbers(petition):
    return {
        "title": petition.title,
        "url": settings.PUBLIC_ORIGIN + reverse("petition:petition-show", args=[petition.address]),
        "state": petition.state,
        "counted_on": petition.counted_on and petition.counted_on.isoformat(),
        "confirmed": petition.confirmed,
        "on_paper": petition.on_paper,
        "goal": petition.goal,
    }
