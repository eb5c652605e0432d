"""Codes that come by mail and are typed: what a mailbox shows that it is somebody's, and nobody learns who asked.

Address and payload wait encrypted for their mail. From then on they lie under a key that takes the code itself, which
nobody keeps: a thief of the table and of this host's secret key would have to try 49 bits for each row. No mail holds a
link: programs that look at mail follow links, and would confirm for people who never read it.
"""

import hmac
import json
import secrets

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import offers
from organize.at_rest import disclose, enclose
from organize.models import TypedAsk, TypedCode
from organize.prepared import prepared
from organize.queue import wake
from organize.refusals import Refusal

WINDOW = 1800  # a code lives to the end of the half-hour after the one in which it was made
LENGTH, PART = 10, 5  # characters; those that are read together
STEP = 4096  # bytes: every row has this length
NO_CODE = _("A code from the mail has 10 letters and digits. Check what you typed.")
_TAKE = "DELETE FROM organize_typedcode WHERE proof = %(proof)s AND ends > %(window)s RETURNING enclosed"
DENIED = _("This code does not work here. It may be mistyped, used already or too old: ask for another one.")


def ask(*, purpose, subject, address, payload, at):
    """Have a code mailed to `address` (canonical, organize.mailbox), for which `payload` waits; the TypedAsk row.

    purpose: a short word; subject: the UUID of the row it is about; payload: a dictionary for JSON, of 3 KB at most.
    The same work whether or not the address ever asked. An address gets one mail for a purpose and subject in half an
    hour, and whoever asks is told nothing of it. Leaves no trail: who asks is nobody's business.
    """
    plain = json.dumps([purpose, subject.hex, address, payload], ensure_ascii=False).encode()
    if len(plain) > STEP - 4:
        raise ValueError("what waits for a code must fit into one step")
    with transaction.atomic():
        row = TypedAsk.objects.create(enclosed=enclose(_key(b"ask"), plain, step=STEP))
        wake("organize.jobs.send_typed", queue="mail")
    return row


def make_code(*, row, at):
    """(address, code) for a row that waits, or None: the address has its mail, or the host's secret key is another one.

    The code works from here on. Another try for the same row, whose mail was not taken, replaces it.
    """
    plain = disclose(_key(b"ask"), bytes(row.enclosed))
    if plain is None:
        return None
    purpose, subject, address, _payload = json.loads(plain)
    window = int(at.timestamp()) // WINDOW
    if not _may_be_mailed(row, (purpose, subject, address), window, int(at.timestamp())):
        return None
    code = "".join(secrets.choice(offers.ALPHABET) for _place in range(LENGTH))
    told = _told(purpose, subject, code)
    fresh = {"proof": _key(b"proof", told), "enclosed": enclose(_key(b"code", told), plain, step=STEP)}
    TypedCode.objects.update_or_create(pk=row.pk, defaults=fresh | {"ends": window + 2})
    return address, code


def _may_be_mailed(row, whom, window, now):
    """Whether `row` is the one that this address gets its mail for in this half-hour; it stays so for another try."""
    place = f"typed-for:{_key(b'mail', json.dumps([*whom, window]).encode()).hex()}"
    return cache.add(place, row.pk.hex, (window + 1) * WINDOW - now) or cache.get(place) == row.pk.hex


def redeem(*, purpose, subject, code, at):
    """(address, payload) for a typed code, once. Refusal when it is none, or none any more: which, nobody is told.

    Call it in the transaction that writes what was confirmed: if that is undone the code works again.
    """
    typed = "".join(mark for mark in code.upper() if not mark.isspace() and mark != "-")
    if len(typed) != LENGTH or not set(typed) <= set(offers.ALPHABET):
        raise Refusal(NO_CODE)
    told = _told(purpose, subject.hex, typed)
    # One statement reads and deletes: of two who type it at once, one finds it.
    found = prepared(_TAKE, {"proof": _key(b"proof", told), "window": int(at.timestamp()) // WINDOW})
    if not found:
        raise Refusal(DENIED, 403)
    [(enclosed,)] = found
    found_purpose, found_subject, address, payload = json.loads(disclose(_key(b"code", told), bytes(enclosed)))
    if (found_purpose, found_subject) != (purpose, subject.hex):
        raise ValueError("a code opened what was not asked with it")
    return address, payload


def forget_typed(*, at):
    """Erase what was not typed in time; how many rows."""
    return TypedCode.objects.filter(ends__lte=int(at.timestamp()) // WINDOW).delete()[0]


def spaced(code):
    """As it is mailed: "K7QDX-2M9XB"."""
    return f"{code[:PART]}-{code[PART:]}"


def _told(purpose, subject, code):
    return json.dumps([purpose, subject, code]).encode()


def _key(use, what=b""):
    return hmac.digest(settings.SECRET_KEY.encode(), b"undersigned typed code " + use + b"\0" + what, "sha256")
