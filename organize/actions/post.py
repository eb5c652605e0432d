"""Mail that waits: written in the transaction that wants it, sent by a job that is told nothing and finds it."""

import hmac
import json

from django.conf import settings
from django.db import transaction

from organize.at_rest import disclose, enclose
from organize.models import Outgoing
from organize.queue import wake

STEP = 4096


def _key():
    return hmac.digest(settings.SECRET_KEY.encode(), b"undersigned outgoing mail", "sha256")


def leave_mail(*, to, subject, text, is_sent=True):
    """Have a mail sent soon. With is_sent=False everything happens but the sending: an answer must take as long.

    Leaves no trail: who asks for a code is nobody's business, and no group's.
    """
    plain = json.dumps({"to": to, "subject": subject, "text": text, "is_sent": is_sent}).encode()
    with transaction.atomic():
        row = Outgoing.objects.create(enclosed=enclose(_key(), plain, step=STEP))
        wake("organize.jobs.send_mail", queue="mail")
    return row


def read_mail(*, row):
    """{"to", "subject", "text", "is_sent"}; None when the host's secret key has been exchanged meanwhile."""
    plain = disclose(_key(), bytes(row.enclosed))
    return None if plain is None else json.loads(plain)
