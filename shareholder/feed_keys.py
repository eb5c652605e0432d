"""The secret in the address of a calendar feed: 26 characters, of which the table holds a keyed hash alone."""

import base64
import hmac
import secrets

from django.conf import settings

BYTES = 16


def new_key():
    return base64.b32encode(secrets.token_bytes(BYTES)).decode("ascii").rstrip("=").lower()


def proof(key):
    """The keyed hash (32 bytes) by which a feed is found: a thief of the table can read no calendar."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"undersigned calendar feed\0" + key.encode(), "sha256")
