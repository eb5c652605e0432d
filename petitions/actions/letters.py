"""A letter from its first line to the company's answer. Freezing and ending it are in freezing.py and endings.py."""

import os

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import queries, terms
from petitions.actions import wording
from petitions.letter_text import ADDRESSEE, BODY, DEMAND, MOST_BODY, TITLE, clean_line, clean_text
from petitions.models import Addressee, Demand, Letter
from petitions.states import LETTER_MOVES, WRITTEN, LetterState, PassMode

MOST_DEMANDS = MOST_ADDRESSEES = 100


def _words(title, body, demands, addressees, language):
    """The same, cleaned; Refusal when something cannot be part of a letter."""
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Choose one of the languages offered."))
    if len(demands) > MOST_DEMANDS or len(addressees) > MOST_ADDRESSEES:
        raise Refusal(_("A letter has at most 100 demands and 100 addressees."))
    title = clean_line(title, most=200, sentence=TITLE)
    if not title:
        raise Refusal(_("The letter needs a title."))
    body = clean_text(body, most=MOST_BODY, sentence=BODY)
    demands = [clean_text(text, most=1000, sentence=DEMAND) for text in demands]
    addressees = [
        (clean_line(name, most=200, sentence=ADDRESSEE), clean_line(office, most=200, sentence=ADDRESSEE))
        for name, office in addressees
    ]
    if not all(demands) or not all(name for name, _office in addressees):
        raise Refusal(_("A demand or an addressee is empty."))
    return {"title": title, "body": body, "language": language}, demands, addressees


def _write_lists(letter, demands, addressees):
    letter.demands.all().delete()
    letter.addressees.all().delete()
    own = {"letter": letter, "group_id": letter.group_id}
    Demand.objects.bulk_create(Demand(number=at, text=text, **own) for at, text in enumerate(demands, 1))
    Addressee.objects.bulk_create(
        Addressee(number=at, name=name, title=office, **own) for at, (name, office) in enumerate(addressees, 1)
    )


def draft_letter(*, campaign, title, body, demands, addressees, language, by, at):
    """A new letter of `campaign`. `demands`: texts in order; `addressees`: (name, title or "") pairs in order."""
    words, demands, addressees = _words(title, body, demands, addressees, language)
    with transaction.atomic():
        letter = Letter.objects.create(group_id=campaign.group_id, campaign=campaign, **words)
        _write_lists(letter, demands, addressees)
        leave_trail(letter, "draft", by=by, at=at)
    return letter


def _change(letter, columns):
    """Write columns of a letter that is not frozen; the row stays locked until the transaction ends."""
    if Letter.objects.filter(pk=letter.pk, state__in=WRITTEN).update(**columns) != 1:
        raise Refusal(wording.FROZEN, 409)
    for name, value in columns.items():
        setattr(letter, name, value)


def edit_letter(*, letter, title, body, demands, addressees, language, by, at):
    """Replace the words of a letter that is not frozen: both lists as a whole."""
    words, demands, addressees = _words(title, body, demands, addressees, language)
    with transaction.atomic():
        held = queries.locked_letter(letter)
        if held.translations.filter(language=words["language"]).exists():
            raise Refusal(_("There is a translation into that language already: remove it first."), 409)
        wording.keep_version(letter=held, at=at)
        _change(letter, words)
        _write_lists(letter, demands, addressees)
        leave_trail(letter, "edit", by=by, at=at)
    return letter


def set_terms(*, letter, tiers, margin, count_public, deliver_at, needed, opens_on, closes_on, destroy_by,
              notice_hours, by, at, batch_hours=24, mode=PassMode.CODE, domains=(), offices=(), roles=()):  # fmt: skip
    """Set what the freeze will fix for ever. margin None: a tenth of the lowest tier. Days are dates.

    mode: a PassMode, fixed once codes or keys are made. domains: of work addresses, in canonical form. offices and
    roles: what signatories may choose to say. One Refusal holds every reason; `petitions.terms.problems` gives them
    field by field.
    """
    new = {
        "tiers": tiers, "margin": margin, "count_public": count_public, "deliver_at": deliver_at, "needed": needed,
        "opens_on": opens_on, "closes_on": closes_on, "destroy_by": destroy_by, "notice_hours": notice_hours,
        "batch_hours": batch_hours, "mode": mode, "domains": list(domains),
        "offices": list(offices), "roles": list(roles),
    }  # fmt: skip
    if margin is None and tiers:
        new["margin"] = terms.default_margin(tiers)
    with transaction.atomic():
        held = queries.locked_letter(letter)
        seats = None if held.state == LetterState.DRAFT else held.trustees.count()
        if held.state == LetterState.CODED and held.mode != mode:
            raise Refusal(_("How passes are given out was fixed when the codes or keys were made."), 409)
        found = terms.problems(**new, batch_min=held.batch_min, seats=seats)
        if found:
            raise Refusal(" ".join(str(sentence) for _field, sentence in found))
        _change(letter, new)
        leave_trail(letter, "set terms", by=by, at=at)
    return letter


def invite_trustees(*, letter, by, at):
    """Fix the letter's scope, so that trustees can make keys for it. Seats may still be exchanged until the freeze."""
    with transaction.atomic():
        held = queries.locked_letter(letter)
        seats = held.trustees.count()
        if not 2 <= seats <= terms.MOST_TRUSTEES:
            raise Refusal(_("A letter has two to seven trustees."), 409)
        if held.needed > seats:
            raise Refusal(_("More trustees are needed to open than there are seats."), 409)
        return move(letter, "invite", moves=LETTER_MOVES, by=by, at=at, scope=os.urandom(32))


def deliver_letter(*, letter, by, at):
    """Record that the letter was handed over. Only when as many signed as it promised (last public count)."""
    with transaction.atomic():
        held = queries.locked_letter(letter)
        live = queries.counts_of(held)["live"]
        if live < held.deliver_at:
            sentence = _("This letter is delivered at %(needed)s signatures; the last public count is %(live)s.")
            raise Refusal(sentence % {"needed": held.deliver_at, "live": live}, 409)
        move(letter, "deliver", moves=LETTER_MOVES, by=by, at=at, delivered_on=at.date())
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return letter


def record_answer(*, letter, answer, answered_on, by, at):
    """Record the company's answer in the organizers' words, and the day it came."""
    answer = clean_text(answer, most=20_000, sentence=_("An answer has at most 20,000 characters."))
    if not answer:
        raise Refusal(_("Write what the company answered, or that it did not."))
    with transaction.atomic():
        held = queries.locked_letter(letter)
        if held.delivered_on is not None and answered_on < held.delivered_on:
            raise Refusal(_("The answer cannot be older than the delivery."))
        if answered_on > at.date():
            raise Refusal(_("The answer cannot come from a later day than today."))
        move(letter, "answer", moves=LETTER_MOVES, by=by, at=at, answer=answer, answered_on=answered_on)
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return letter


def archive_letter(*, letter, by, at):
    """Put a finished letter away. Its page stays."""
    with transaction.atomic():
        move(letter, "archive", moves=LETTER_MOVES, by=by, at=at)
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return letter


def list_letter(*, letter, listed, by, at):
    """Put the letter on the campaign's public page, or take it off; Refusal (409) before it has an address."""
    with transaction.atomic():
        held = queries.locked_letter(letter)
        if held.address is None:
            raise Refusal(_("A letter has no address before it is frozen."), 409)
        letter.listed = listed
        letter.save(update_fields=["listed"])
        leave_trail(letter, "list" if listed else "unlist", by=by, at=at)
    return letter
