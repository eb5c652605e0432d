"""Where a letter stands on its way, as data: the words are in the templates."""

from petitions.states import LetterState as L
from petitions.states import TrusteeState, WaveKind, WaveState

WAY = (L.DRAFT, L.INVITING, L.CODED, L.FROZEN, L.APPROVED, L.OPEN, L.CLOSED, L.RELEASED, L.DELIVERED, L.ANSWERED)
NAMES = ("write", "keys", "codes", "freeze", "approve", "open", "sign", "names", "deliver", "answer")
FEWEST_SEATS = 2


def _is_done(letter, seats, waves):
    """{step: whether it lies behind the letter}."""
    if letter.state in WAY:
        come = WAY.index(letter.state)
    elif letter.state == L.ARCHIVED:
        come = WAY.index(L.RELEASED)
    else:  # stopped: what it had come to is read from what it left
        come = WAY.index(L.FROZEN) if letter.address else 0
    done = {name: come >= max(place, 1) for place, name in enumerate(NAMES)}
    done["keys"] = come >= WAY.index(L.FROZEN) or (come >= 1 and not without_key(seats))
    if letter.state in (L.CANCELLED, L.DESTROYED):
        done["approve"] = bool(seats) and all(seat.approval is not None for seat in seats)
        done["open"] = letter.receipt_day is not None
        done["sign"] = any(wave.kind == WaveKind.FINAL for wave in waves)
        done["names"] = done["sign"] and any(wave.state == WaveState.COMPLETE for wave in waves)
    done["deliver"], done["answer"] = letter.delivered_on is not None, letter.answered_on is not None
    return done


def without_key(seats):
    """The seats whose trustee has not sent a key yet."""
    return [seat for seat in seats if seat.state == TrusteeState.INVITED]


def steps(letter, seats, waves):
    """{step: "done", "now", "later" or "stopped"}."""
    done = _is_done(letter, seats, waves)
    here = {L.CANCELLED: "stopped", L.DESTROYED: "stopped", L.ARCHIVED: "later"}.get(letter.state, "now")
    found = {}
    for name in NAMES:
        if done[name]:
            found[name] = "done"
        else:
            found[name], here = here, "later"
    return found


def has_terms(letter):
    return bool(letter.opens_on and letter.closes_on and letter.destroy_by)


def next_step(letter, seats, wave, tier_due):
    """The one thing to do next, as the name of a block in petitions/_letter_next.html."""
    if letter.state == L.DRAFT:
        if not letter.body:
            return "write"
        if not has_terms(letter):
            return "terms"
        return "seats" if len(seats) < max(FEWEST_SEATS, letter.needed) else "invite"
    if letter.state == L.INVITING:
        return "keys" if without_key(seats) else "codes"
    if letter.state == L.CODED:
        return "keys" if without_key(seats) else "freeze"
    if letter.state in (L.OPEN, L.CLOSED):
        return _next_with_waves(letter, wave, tier_due)
    return {
        L.FROZEN: "approve",
        L.APPROVED: "opens",
        L.RELEASED: "deliver",
        L.DELIVERED: "answer",
        L.ANSWERED: "archive",
    }.get(letter.state, letter.state)


def _next_with_waves(letter, wave, tier_due):
    if wave is None:
        if letter.state == L.CLOSED:
            return "closed"
        return "announce" if tier_due else "collect"
    if wave.state == WaveState.COLLECTING:
        return "wave-enough" if wave.received >= letter.needed else "wave-files"
    return "wave-notice" if wave.state == WaveState.ANNOUNCED else "wave-opening"
