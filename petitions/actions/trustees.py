"""Seats of trustees, and the files that their tools write: a key, an approval, a destruction."""

import json
import unicodedata
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import queries, terms, vault
from petitions.letter_text import clean_line
from petitions.models import Trustee
from petitions.sealing import ed25519, release, xwing
from petitions.sealing.encoding import day_number, hex_bytes, load_json
from petitions.sealing.errors import SealingError
from petitions.states import LETTER_MOVES, PUBLIC, TRUSTEE_MOVES, WRITTEN, LetterState, TrusteeState, TrusteeWay

MOST_BYTES = 16 * 1024
NOT_A_KEY = _("This is not the key file that a trustee's tool wrote. Upload join.json unchanged.")
NOT_AN_APPROVAL = _("This is not the approval that a trustee's tool wrote. Upload it unchanged.")
NOT_A_STATEMENT = _("This is not the statement that a trustee's tool wrote. Upload it unchanged.")
UNFIT = _("The name or an address in this key file is empty, too long, or has marks that a letter can't hold.")
SEATS_CLOSED = _("Seats can only be changed before the letter is frozen.")


def _printed(text, *, most):
    line = clean_line(text, most=most, sentence=_("This must be one line of plain text, and not that long."))
    if not line.isprintable():
        raise Refusal(_("A trustee's name and addresses hold only characters that can be printed."))
    return line


def _held(letter, states, sentence):
    held = queries.locked_letter(letter)
    if held.state not in states:
        raise Refusal(sentence, 409)
    return held


def seat_trustee(*, letter, name, contact, url, by, at):
    """A new seat after the last. All three lines are public: they go into the manifest."""
    columns = {"name": _printed(name, most=120), "contact": _printed(contact, most=200), "url": _printed(url, most=200)}
    if not all(columns.values()):
        raise Refusal(_("A trustee has a name, a way to be reached, and a page of their own."))
    with transaction.atomic():
        held = _held(letter, WRITTEN, SEATS_CLOSED)
        seats = held.trustees.count()
        if seats >= terms.MOST_TRUSTEES:
            raise Refusal(_("A letter has at most seven trustees."), 409)
        seat = Trustee.objects.create(letter=letter, group_id=held.group_id, position=seats + 1, **columns)
        leave_trail(seat, "seat", by=by, at=at)
    return seat


def unseat_trustee(*, trustee, by, at):
    """Take a seat away; those after it move up. Their keys stay good: a key does not know its seat."""
    with transaction.atomic():
        held = _held(trustee.letter, WRITTEN, SEATS_CLOSED)
        if held.state != LetterState.DRAFT and held.trustees.count() <= max(2, held.needed):
            raise Refusal(_("Seat somebody else first: fewer trustees would be left than are needed."), 409)
        seat = Trustee.objects.filter(pk=trustee.pk).first()
        if seat is None:
            raise Refusal(_("This seat is gone already."), 409)
        leave_trail(seat, "unseat", by=by, at=at)
        seat.delete()
        for later in held.trustees.filter(position__gt=seat.position).order_by("position"):
            Trustee.objects.filter(pk=later.pk).update(position=later.position - 1)
    return trustee


def _parsed(raw, fields, sentence):
    """The JSON object in `raw` with exactly these fields, else Refusal(sentence)."""
    try:
        found = load_json(bytes(raw), MOST_BYTES)
    except SealingError:
        raise Refusal(sentence) from None
    if not isinstance(found, dict) or set(found) != fields:
        raise Refusal(sentence)
    return found


def _is_exact(text, most):
    """Whether the manifest can hold this text as it stands. The tool compares it letter by letter when it approves."""
    plain = isinstance(text, str) and 0 < len(text) <= most and text.strip() and text.isprintable()
    return plain and unicodedata.is_normalized("NFC", text)


def _key(raw):
    """(scope, columns) of join.json: {v, scope, name, contact, url, ed25519, xwing}."""
    found = _parsed(raw, {"v", "scope", "name", "contact", "url", "ed25519", "xwing"}, NOT_A_KEY)
    if found["v"] != 1 or isinstance(found["v"], bool):
        raise Refusal(NOT_A_KEY)
    words = {"name": found["name"], "contact": found["contact"], "url": found["url"]}
    if not all(_is_exact(text, 120 if field == "name" else 300) for field, text in words.items()):
        raise Refusal(UNFIT)
    try:
        scope = hex_bytes(found["scope"], 32)
        identity = hex_bytes(found["ed25519"], 32)
        sealing = hex_bytes(found["xwing"], xwing.PUBLIC_LENGTH)
        ed25519.check_key(identity)
        xwing.check_public(sealing)
    except SealingError:
        raise Refusal(NOT_A_KEY) from None
    return scope, words | {"ed25519": identity, "xwing": sealing}


def take_key(*, trustee, join, way, by, at):
    """Take the public keys in `join` (bytes of join.json) for this seat; a new file replaces the one before.

    `way` is a TrusteeWay. Name, contact and page become those in the file, to the letter: they are the trustee's own
    words, and their tool approves no others.
    """
    scope, columns = _key(join)
    if way not in TrusteeWay.values:
        raise Refusal(_("Say which tool the trustee used."))
    try:
        with transaction.atomic():
            open_for_keys = {LetterState.INVITING, LetterState.CODED}
            held = _held(trustee.letter, open_for_keys, _("Keys are taken after the invitation and before the freeze."))
            if scope != bytes(held.scope):
                raise Refusal(_("This key was made for another letter."))
            others = held.trustees.exclude(pk=trustee.pk)
            if columns["name"] != trustee.name and others.filter(name=columns["name"]).exists():
                raise Refusal(_("This key belongs to another seat of this letter."))
            if columns["ed25519"] == vault.log_public():
                raise Refusal(NOT_A_KEY)
            served = others.filter(way=TrusteeWay.SERVED).exclude(state=TrusteeState.INVITED).count()
            if way == TrusteeWay.SERVED and served + 1 >= held.needed:
                raise Refusal(_("Too many trustees would use the page of this site: it could open the names alone."))
            return move(trustee, "key", moves=TRUSTEE_MOVES, by=by, at=at, way=way, **columns)
    except IntegrityError:
        raise Refusal(_("This key has been used before. Every letter and every seat needs a fresh one."), 409) from None


def take_approval(*, trustee, approval, by, at):
    """Take the signature in `approval` (bytes: {trustee, signature}); the last one missing approves the letter."""
    found = _parsed(approval, {"trustee", "signature"}, NOT_AN_APPROVAL)
    with transaction.atomic():
        held = _held(trustee.letter, {LetterState.FROZEN}, _("Approvals are taken between the freeze and the opening."))
        try:
            signature = hex_bytes(found["signature"], 64)
        except SealingError:
            raise Refusal(NOT_AN_APPROVAL) from None
        if found["trustee"] != trustee.position:
            raise Refusal(_("This approval belongs to another seat."))
        try:
            release.check_approval(bytes(trustee.ed25519), bytes(held.letter_id), signature)
        except SealingError:
            raise Refusal(_("This signature is not this trustee's approval of this letter.")) from None
        move(trustee, "approve", moves=TRUSTEE_MOVES, by=by, at=at, approval=signature)
        if not held.trustees.exclude(state=TrusteeState.APPROVED).exists():
            move(held, "approve", moves=LETTER_MOVES, by=by, at=at)
            trustee.letter = held
        enqueue("petitions.jobs.publish_pages", held.pk)
    return trustee


def take_destruction(*, trustee, statement, by, at):
    """Take a trustee's signed statement (bytes: {trustee, day, signature}) that the letter key is destroyed."""
    found = _parsed(statement, {"trustee", "day", "signature"}, NOT_A_STATEMENT)
    with transaction.atomic():
        held = _held(trustee.letter, PUBLIC, _("A key is destroyed after the letter was frozen."))
        if held.letter_id is None:
            raise Refusal(_("This letter was cancelled before it was frozen: there is no key to destroy."), 409)
        if found["trustee"] != trustee.position:
            raise Refusal(_("This statement belongs to another seat."))
        try:
            day, signature = day_number(found["day"]), hex_bytes(found["signature"], 64)
            release.check_destroyed(bytes(trustee.ed25519), bytes(held.letter_id), day, signature)
        except SealingError:
            raise Refusal(_("This is not this trustee's statement for this letter.")) from None
        on = date.fromisoformat(found["day"])
        # A trustee's clock may be a day ahead of ours: they live elsewhere.
        if not held.frozen_on <= on <= at.date() + timedelta(days=1):
            raise Refusal(_("The day of this statement is before the freeze or still to come."))
        columns = {"destroyed_on": on, "destroyed_signature": signature}
        move(trustee, "destroy", moves=TRUSTEE_MOVES, by=by, at=at, **columns)
        enqueue("petitions.jobs.publish_pages", held.pk)
    return trustee


def draft_file(trustee):
    """The bytes of the JSON file that a trustee's tool reads before it makes a key for this seat."""
    letter = trustee.letter
    if letter.scope is None:
        raise Refusal(_("Invite the trustees first: this file exists from then on."), 409)
    draft = {
        "v": 1,
        "scope": bytes(letter.scope).hex(),
        "title": letter.title,
        "trustee": trustee.name,
        "n": letter.trustees.count(),
        "t": letter.needed,
    }
    return json.dumps(draft, ensure_ascii=False, indent=1).encode() + b"\n"
