"""Public petitions and the people who sign them, made through the product's own actions. Plain functions."""

import datetime
import itertools
import re

from organize import mail
from organize.models import TypedAsk
from petitions.actions import petitions, sheets, supporting, tallies
from petitions.models import Supporter
from petitions.petition_states import PetitionState
from petitions.sealing import contacts, xwing
from tests import mailbox, make

NOW = make.NOW
CODE = re.compile(r"^[A-Z2-9]{5}-[A-Z2-9]{5}$", re.MULTILINE)
SEED = bytes([7]) * 32
WORDS = {
    "title": "Rest between two nights", "addressee": "Meridian Freight", "body": "We ask for *eleven hours* of rest.",
    "publisher": "Dock workers of Halden", "partners": ["Port neighbours"], "first_goal": 100,
}  # fmt: skip
_number = itertools.count(1)


def key_file(seed=SEED, name="Ana Ruiz"):
    return contacts.key_file(name=name, public=xwing.public(seed))


def drafted(*, campaign=None, holders=(SEED,), by=None, **changes):
    made = petitions.draft_petition(campaign=campaign or make.campaign(), **WORDS | changes, by=by, at=NOW)
    for number, seed in enumerate(holders, 1):
        petitions.add_holder(petition=made, content=key_file(seed, f"Holder {number}"), by=by, at=NOW)
    return made


def opened(*, days=60, by=None, **parts):
    made = drafted(by=by, **parts)
    last = NOW.date() + datetime.timedelta(days=days)
    return petitions.open_petition(
        petition=made, closes_on=last, erase_on=last + datetime.timedelta(days=30), by=by, at=NOW
    )


def in_state(state, **parts):
    made = opened(**parts)
    if state == PetitionState.CLOSED:
        petitions.close_petition(petition=made, by=None, at=NOW)
    elif state == PetitionState.ERASED:
        petitions.erase_petition(petition=made, by=None, at=NOW)
        petitions.erase_supporters(petition_pk=made.pk, at=NOW)
    made.refresh_from_db()
    return made


def sheet(petition, *, label="Market, 12", total=20, **fields):
    given = {"label": label, "total": total, "collected_on": NOW.date(), "by": None, "at": NOW}
    return sheets.record_sheet(petition=petition, **given | fields)


def said(name="Wilhelmina Canary", *, country="PT", public=False, updates=()):
    return supporting.Said(name, country, public, list(updates))


def send_all(at=NOW):
    for pk in TypedAsk.objects.values_list("pk", flat=True):
        mail.send_typed(pk, at=at)


def last_code():
    return CODE.search(mailbox.received()[-1].body)[0]


def code_for(petition, address="wilhelmina@private.example", *, at=NOW, **words):
    supporting.ask_to_sign(petition=petition, address=address, said=said(**words), at=at)
    send_all(at)
    return last_code()


def sign(petition, address=None, *, at=NOW, **words):
    """Ask, read the mail, type the code."""
    address = address or f"supporter{next(_number)}@private.example"
    return supporting.confirm(petition=petition, code=code_for(petition, address, at=at, **words), at=at)


def leave_code(petition, address, at=NOW):
    supporting.ask_to_leave(petition=petition, address=address, at=at)
    send_all(at)
    return last_code()


def counted(petition, at=NOW):
    """The petition after the clock has counted."""
    tallies.count_supporters(petition_pk=petition.pk, at=at)
    petition.refresh_from_db()
    return petition


def opened_contacts(petition, seed=SEED, i=1):
    """What a key holder reads, by mailbox."""
    private = xwing.private(seed)
    found = [
        contacts.open(private, petition_id=petition.pk.bytes, i=i, sealed=bytes(sealed))
        for sealed in Supporter.objects.filter(petition=petition).values_list("sealed", flat=True)
    ]
    return {fields["mailbox"]: fields for fields in found}
