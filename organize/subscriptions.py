"""What is kept of somebody who asked for updates: a mailbox that only this host can read, and two keyed hashes.

The keys come from the host's secret key, which is in no database and no backup of one.
"""

import base64
import hmac

from django.conf import settings

from organize.at_rest import disclose, enclose

STEP = 512  # longer than any mailbox: all look alike
TOKEN_BYTES = 16


def _key(use, what=b""):
    return hmac.digest(settings.SECRET_KEY.encode(), b"undersigned updates " + use + b"\0" + what, "sha256")


def keep(address):
    return enclose(_key(b"mailbox"), address.encode(), step=STEP)


def mailbox_of(subscriber):
    """Where to write; "" when the host's secret key has been exchanged meanwhile."""
    plain = disclose(_key(b"mailbox"), bytes(subscriber.enclosed))
    return "" if plain is None else plain.decode()


def tag(campaign, address):
    """The keyed hash (32 bytes) of a mailbox: another one in every campaign."""
    return _key(b"tag", campaign.pk.bytes + address.encode())


def token(subscriber_pk):
    """What stands in the address that ends the subscription: 26 characters that nobody can guess, always the same."""
    return base64.b32encode(_key(b"token", subscriber_pk.bytes)[:TOKEN_BYTES]).decode().rstrip("=").lower()


def proof(typed):
    """The keyed hash (32 bytes) by which the row of a token is found: a thief of the table can end nothing."""
    return _key(b"proof", typed.encode())
