"""The one statement by which a signatory's entry is accepted, and what to answer when it accepts nothing.

Everything that could change between looking and writing is asked inside the statement itself: the letter's state, the
key's last turn (waiting or in the log), whether a wave holds the key. No row is locked and no counter is touched, so
signatures never wait for each other; a batch holds the whole table for a moment (bulk.lock_waiting).
"""

import datetime
import uuid

from django.utils.translation import gettext_lazy as _

from organize.prepared import prepared
from organize.refusals import Refusal
from petitions import bulk
from petitions.models import Letter
from petitions.sealing.encoding import day_number
from petitions.states import LetterState, WaveState

_WRITE = """
INSERT INTO petitions_waiting (id, letter_id, leaf, spk, seq, tier, entry, sealed)
SELECT %(id)s, %(letter)s, %(leaf)s, %(spk)s, %(seq)s, %(tier)s, %(entry)s, %(sealed)s
WHERE EXISTS (SELECT 1 FROM petitions_letter WHERE id = %(letter)s AND {state} AND receipt_day >= %(yesterday)s)
AND NOT EXISTS (SELECT 1 FROM petitions_logentry WHERE letter_id = %(letter)s AND spk = %(spk)s AND seq >= %(seq)s)
AND NOT EXISTS (SELECT 1 FROM petitions_waiting WHERE letter_id = %(letter)s AND spk = %(spk)s AND seq >= %(seq)s)
{follows}
ON CONFLICT DO NOTHING
RETURNING (SELECT receipt_day FROM petitions_letter WHERE id = %(letter)s)
"""
_FOLLOWS = """
AND (EXISTS (SELECT 1 FROM petitions_logentry
             WHERE letter_id = %(letter)s AND spk = %(spk)s AND seq = %(seq)s - 1 {what})
  OR EXISTS (SELECT 1 FROM petitions_waiting
             WHERE letter_id = %(letter)s AND spk = %(spk)s AND seq = %(seq)s - 1 {what}))
AND NOT EXISTS (SELECT 1 FROM petitions_hold WHERE letter_id = %(letter)s AND spk = %(spk)s)
"""
NOT_YET = _("This letter is not open for signatures yet.")
STOPPED = _("This site's clock has stopped, so nothing can be promised now. Please try again later.")
CLOSED = _("This letter is closed. It takes no more signatures.")
_NOT_YET = (LetterState.FROZEN, LetterState.APPROVED)

_OPEN = "state = 'open' AND closes_on >= %(today)s"  # its last day ends signing, however late the clock closes it
_UNTIL_THE_NOTICE_ENDS = """(state = 'open' OR (state = 'closed' AND EXISTS (SELECT 1 FROM petitions_wave
    WHERE letter_id = %(letter)s AND kind = 'final' AND state = 'announced')))"""

# A new key holds nothing yet: its first turn needs neither an earlier turn nor a look at the waves.
SIGN_FIRST = _WRITE.format(state=_OPEN, follows="")
SIGN_AGAIN = _WRITE.format(state=_OPEN, follows=_FOLLOWS.format(what=""))
WITHDRAW = _WRITE.format(state=_UNTIL_THE_NOTICE_ENDS, follows=_FOLLOWS.format(what="AND tier IS NOT NULL"))


def take_turn(facts, entry, *, tier, sealed, at):
    """Write one checked entry (Sign with its tier, Withdraw with tier None); the day number its receipt promises.

    The same entry again is accepted again: the answer may have been lost on its way. Refusal says why not.
    """
    leaf, spk = entry.leaf, entry.spk
    today = _day(at)
    sql = WITHDRAW if tier is None else SIGN_AGAIN if entry.seq else SIGN_FIRST
    given = {
        "id": uuid.uuid4().hex,
        "letter": facts.pk.hex,
        "leaf": leaf,
        "spk": spk,
        "seq": entry.seq,
        "tier": tier,
        "entry": entry.raw,
        "sealed": sealed,
        "today": today.isoformat(),
        "yesterday": _yesterday(today),
    }
    found = prepared(sql, given)
    promised = found[0][0] if found else _promised_before(facts, leaf)
    if promised is None:
        raise _why(facts, entry, tier, today)
    return day_number(str(promised))


def must_be_open(facts, at):
    """Refusal unless the letter takes signatures, asked before a code is used up. The statement asks again."""
    letter = Letter.objects.only("state", "closes_on", "receipt_day").get(pk=facts.pk)
    today = _day(at)
    if letter.state != LetterState.OPEN or letter.closes_on < today:
        raise Refusal(NOT_YET if letter.state in _NOT_YET else CLOSED, 409)
    if str(letter.receipt_day) < _yesterday(today):
        raise Refusal(STOPPED, 503)


def _day(at):
    return at.astimezone(datetime.UTC).date()


def _yesterday(today):
    # A promise that could no longer be kept is not given: the clock stands still, and a person must look.
    return (today - datetime.timedelta(days=1)).isoformat()


def _promised_before(facts, leaf):
    """The receipt day of an entry that is already here, waiting or in the log; None for any other."""
    letter = facts.pk.hex
    if bulk.rows("SELECT 1 FROM petitions_waiting WHERE letter_id = %s AND leaf = %s", (letter, leaf)):
        return bulk.rows("SELECT receipt_day FROM petitions_letter WHERE id = %s", (letter,))[0][0]
    found = bulk.rows(
        "SELECT receipt_day FROM petitions_checkpoint WHERE letter_id = %s AND size > "
        "(SELECT position FROM petitions_logentry WHERE letter_id = %s AND leaf = %s) ORDER BY size LIMIT 1",
        (letter, letter, leaf),
    )
    return found[0][0] if found else None


def _why(facts, entry, tier, today):
    """The Refusal for an entry that the statement did not take."""
    letter, spk = facts.pk.hex, entry.spk
    asked = "SELECT state, receipt_day, closes_on FROM petitions_letter WHERE id = %s"
    state, receipt_day, closes_on = bulk.rows(asked, (letter,))[0]
    if state in _NOT_YET:
        return Refusal(NOT_YET, 409)
    held = bulk.rows(
        "SELECT w.state FROM petitions_hold h JOIN petitions_wave w ON w.id = h.wave_id "
        "WHERE h.letter_id = %s AND h.spk = %s",
        (letter, spk),
    )
    if held and held[0][0] == WaveState.COMPLETE:
        return Refusal(_("This signature has been opened or counted in a release. It can no longer be changed."), 409)
    if held:
        return Refusal(
            _("This signature is part of a release that is being opened. It cannot be changed until that is over."), 409
        )
    if state == LetterState.CLOSED and tier is None:
        return Refusal(_("This letter is closed, and the time to withdraw has ended."), 409)
    if state != LetterState.OPEN or (tier is not None and str(closes_on) < today.isoformat()):
        return Refusal(CLOSED, 409)
    if str(receipt_day) < _yesterday(today):
        return Refusal(STOPPED, 503)
    return _wrong_turn(letter, entry, tier)


def _wrong_turn(letter, entry, tier):
    turns = bulk.rows(
        "SELECT seq, tier FROM petitions_logentry WHERE letter_id = %s AND spk = %s "
        "UNION ALL SELECT seq, tier FROM petitions_waiting WHERE letter_id = %s AND spk = %s ORDER BY seq DESC",
        (letter, entry.spk, letter, entry.spk),
    )
    if not turns:
        return Refusal(_("There is no signature with this pass yet, so there is nothing to change."), 409)
    if tier is None and turns[0][1] is None:
        return Refusal(_("This signature has already been withdrawn."), 409)
    if entry.seq == 0:
        return Refusal(
            _("This pass has already been used. To change a signature, use the file saved after signing."), 409
        )
    return Refusal(_("The file used is out of date. Use the one that was saved last."), 409)
