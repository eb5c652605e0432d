"""A public petition from its first line to its erasure. What supporters do is in supporting.py."""

import datetime
import os

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.models.row import new_slug
from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import petition_queries, vault
from petitions.letter_text import clean_line, clean_text
from petitions.models import KeyHolder, Petition, Supporter
from petitions.petition_states import PETITION_MOVES, PetitionState
from petitions.sealing import contacts
from petitions.sealing.errors import SealingError

MOST_PARTNERS = 5
LONGEST = 366  # days after the last day to sign on which contacts may still be here
CHUNK = 5_000
LINE = _("Titles and names are one line each, without control characters, and not too long.")
TEXT = _("The text has at most 60,000 characters, and no control characters.")
FIXED = _("The petition is open: its text and its terms stay as people have signed them.")


def _words(title, addressee, body, language, publisher, partners, first_goal):
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Choose one of the languages offered."))
    names = [clean_line(name, most=80, sentence=LINE) for name in partners]
    if len(names) > MOST_PARTNERS or len(set(names)) != len(names) or not all(names):
        raise Refusal(_("At most five other organizations, each named once."))
    if not 10 <= first_goal <= 10_000_000:
        raise Refusal(_("The first goal is a number from 10 to 10,000,000."))
    words = {
        "title": clean_line(title, most=200, sentence=LINE),
        "addressee": clean_line(addressee, most=200, sentence=LINE),
        "body": clean_text(body, most=60_000, sentence=TEXT),
        "language": language,
        "publisher": clean_line(publisher, most=120, sentence=LINE),
        "partners": names,
        "first_goal": first_goal,
    }
    if not (words["title"] and words["body"] and words["publisher"]):
        raise Refusal(_("A petition has a title, a text, and says who asks."))
    return words


def draft_petition(*, campaign, title, body, publisher, addressee="", language="en", partners=(), first_goal=100,
                   offers_updates=True, looks_first=False, by, at):  # fmt: skip
    """A new petition of `campaign` that only its group sees. partners: names of other organizations."""
    words = _words(title, addressee, body, language, publisher, partners, first_goal)
    with transaction.atomic():
        petition = Petition.objects.create(
            group_id=campaign.group_id, campaign=campaign, offers_updates=offers_updates, looks_first=looks_first,
            goal=first_goal, **words,
        )  # fmt: skip
        leave_trail(petition, "draft", by=by, at=at)
    return petition


def edit_petition(*, petition, title, body, publisher, addressee="", language="en", partners=(), first_goal=100,
                  offers_updates=True, looks_first=False, by, at):  # fmt: skip
    """Replace the words and terms of a draft; Refusal (409) once it is open."""
    columns = _words(title, addressee, body, language, publisher, partners, first_goal)
    columns |= {"offers_updates": offers_updates, "looks_first": looks_first, "goal": first_goal}
    with transaction.atomic():
        if Petition.objects.filter(pk=petition.pk, state=PetitionState.DRAFT).update(**columns) != 1:
            raise Refusal(FIXED, 409)
        leave_trail(petition, "edit", by=by, at=at)
    for name, value in columns.items():
        setattr(petition, name, value)
    return petition


def add_holder(*, petition, content, by, at):
    """Take a holder's public key file (bytes) for a draft; the KeyHolder."""
    try:
        name, public = contacts.read_key_file(content)
    except SealingError:
        raise Refusal(_("This is not the public file of a key to contacts.")) from None
    with transaction.atomic():
        held = petition_queries.locked_petition(petition)
        if held.state != PetitionState.DRAFT:
            raise Refusal(FIXED, 409)
        known = petition_queries.holders_of(held)
        mark = contacts.fingerprint(public)
        if mark in {holder.fingerprint for holder in known}:
            raise Refusal(_("This key is here already."), 409)
        if len(known) >= contacts.MOST_HOLDERS:
            raise Refusal(_("At most seven people hold keys."), 409)
        holder = KeyHolder.objects.create(
            group_id=held.group_id, petition=held, position=len(known) + 1, name=name, xwing=public, fingerprint=mark
        )
        leave_trail(holder, "add holder", by=by, at=at)
    return holder


def remove_holder(*, holder, by, at):
    """Take a key away from a draft; the others keep their order without a gap."""
    with transaction.atomic():
        held = petition_queries.locked_petition(holder.petition)
        if held.state != PetitionState.DRAFT:
            raise Refusal(FIXED, 409)
        leave_trail(holder, "remove holder", by=by, at=at)
        KeyHolder.objects.filter(pk=holder.pk).delete()
        for position, other in enumerate(petition_queries.holders_of(held), 1):
            KeyHolder.objects.filter(pk=other.pk).update(position=position)
    return held


def open_petition(*, petition, closes_on, erase_on, by, at):
    """Give it its address and take signatures through `closes_on`; everything of people is erased on `erase_on`."""
    day = at.date()
    if not day < closes_on <= day + datetime.timedelta(days=2 * LONGEST):
        raise Refusal(_("The last day to sign lies after today, and within two years."))
    if not closes_on < erase_on <= closes_on + datetime.timedelta(days=LONGEST):
        raise Refusal(_("The day of erasure comes after the last day to sign, and within a year of it."))
    with transaction.atomic():
        held = petition_queries.locked_petition(petition)
        if not petition_queries.holders_of(held):
            raise Refusal(_("Somebody has to hold a key first: contacts are sealed to it."), 409)
        columns = {"address": new_slug(), "opened_on": day, "closes_on": closes_on, "erase_on": erase_on}
        move(petition, "open", moves=PETITION_MOVES, by=by, at=at, **columns)
        vault.dup_keep(petition, os.urandom(32))
    return petition


def close_petition(*, petition, by, at):
    """Take no more signatures; `by` is None when the clock does it."""
    return move(petition, "close", moves=PETITION_MOVES, by=by, at=at, closed_on=at.date())


def reopen_petition(*, petition, by, at):
    """Take signatures again, while its last day has not passed."""
    if petition.closes_on < at.date():
        raise Refusal(_("Its last day has passed, and people were told that day."), 409)
    return move(petition, "reopen", moves=PETITION_MOVES, by=by, at=at, closed_on=None)


def list_petition(*, petition, listed, by, at):
    """Put it on the campaign's public page, or take it off."""
    with transaction.atomic():
        changed = Petition.objects.filter(pk=petition.pk, address__isnull=False).update(listed=listed)
        if changed != 1:
            raise Refusal(_("A draft has no address to lead to."), 409)
        leave_trail(petition, "list" if listed else "unlist", by=by, at=at)
    petition.listed = listed
    return petition


def erase_petition(*, petition, by, at):
    """End it: key and rows of all supporters go, numbers stay. `by` is None on the promised day."""
    move(petition, "erase", moves=PETITION_MOVES, by=by, at=at, erased_on=at.date(), names_shown=0, gone={})
    enqueue("petitions.jobs.erase_supporters", petition.pk)
    return petition


def erase_supporters(*, petition_pk, at):
    """Destroy the key of an erased petition and delete its supporters, some at a time; how many. May run twice.

    Leaves no trail: erase_petition did. The clock comes back for what a signature of the last moment left behind.
    """
    petition = Petition.objects.filter(pk=petition_pk, state=PetitionState.ERASED).first()
    if petition is None:
        return 0
    vault.dup_destroy(petition.pk)
    rows, gone = Supporter.objects.filter(petition=petition), 0
    while keys := list(rows.values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            # Its own row first, as everywhere: a rewriting of the table holds that while it takes the table.
            Petition.objects.filter(pk=petition_pk).update(has_erased=True)
            gone += rows.filter(pk__in=keys).delete()[0]
    return gone
