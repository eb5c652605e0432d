"""Who asked in an organization's name, enclosed: a thief of the table reads nothing, and every row looks alike."""

import hmac
import json

from django.conf import settings

from organize.at_rest import disclose, enclose

STEP = 1024  # bytes: longer than any contact


def _key():
    return hmac.digest(settings.SECRET_KEY.encode(), b"undersigned contact of a sign-on", "sha256")


def keep_contact(*, name, role, mailbox):
    plain = json.dumps({"name": name, "role": role, "mailbox": mailbox}, ensure_ascii=False).encode()
    return enclose(_key(), plain, step=STEP)


def read_contact(sign_on):
    """{"name", "role", "mailbox"} while it is kept; None after, or when the host's secret key was exchanged."""
    contact = getattr(sign_on, "contact", None)
    plain = disclose(_key(), bytes(contact.enclosed)) if contact is not None else None
    return None if plain is None else json.loads(plain)
