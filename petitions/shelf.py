"""What a campaign's page and the desk show of letters. Named in settings; no clock is read here."""

from petitions import desk_queries
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
    found.sort(key=lambda item: (ORDER.index(item["kind"]), str(item["on"] or "")))
    return {"template": "petitions/_shelf_attention.html", "items": found}


ORDER = (
    "destroys", "confirm", "enough", "tier", "closing", "files", "approval", "key", "answer", "opening", "notice",
    "closes",
)  # fmt: skip


def _item(letter, kind, *, on=None, seat=None, wave=None, tier=None):
    return {"letter": letter, "kind": kind, "on": on, "seat": seat, "wave": wave, "tier": tier}


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
