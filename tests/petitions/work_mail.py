"""People of a letter whose passes come by work mail: they ask, read their mail and fetch a pass. Plain functions."""

import datetime
import itertools
import re

from organize.at_rest import disclose
from petitions import mail, vault
from petitions.actions import life, mailed, passes
from petitions.models import Asked
from petitions.sealing.passes import blind, finalize
from tests import mailbox
from tests.petitions import letters
from tests.petitions.signatories import OPENED, SMALL, Signatory

CODE = re.compile(r"^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", re.MULTILINE)
ANA = "ana.ruiz@meridian.example"


def approved(**terms):
    """A letter of work mail that every trustee has approved."""
    return letters.approved(terms=SMALL | letters.BY_MAIL | terms)


def opened(**terms):
    """The same, open."""
    made = approved(**terms)
    life.open_letter(letter=made.letter, at=OPENED)
    made.letter.refresh_from_db()
    return made


def ask(made, address=ANA, when=OPENED):
    return mailed.ask_code(facts=made.facts, typed=address, at=when)


def asked_for(made, row):
    """The address in an Asked row, as only the dup key's holder can read it."""
    return disclose(mailed._row_key(vault.dup_load(made.letter.pk), made.facts), bytes(row.enclosed)).decode()


def send_all(when=OPENED):
    """What the queue would do, at the moment `when`."""
    for pk in Asked.objects.values_list("pk", flat=True):
        mail.send_code(pk, at=when)


_HALF_HOURS = itertools.count(1)


def code_for(made, address=ANA, when=None):
    """The code in the mail that this address gets; each time in another half-hour, because it gets one in each."""
    when = when or OPENED + datetime.timedelta(seconds=mailed.WINDOW * next(_HALF_HOURS))
    ask(made, address, when)
    send_all(when)
    return CODE.search(mailbox.received()[-1].body)[0]


def pass_for(made, code):
    """The Pass for a mailed code, blinded here."""
    asked, kept = blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    return finalize(kept, passes.issue_pass(facts=made.facts, code=code, blinded=asked))


def crowd(made, number, tier, *, name="Crowd {}"):
    """`number` people with a work address each, who sign with the same choice."""
    return [
        Signatory(made.facts, pass_for(made, code_for(made, f"crowd{at}@meridian.example"))).sign(tier, name.format(at))
        for at in range(number)
    ]
