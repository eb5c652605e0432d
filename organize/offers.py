"""What an invitation keeps of a mailbox and of a code: nothing that a thief of the table could read or try out."""

import hmac
import secrets

from django.conf import settings

from organize.at_rest import disclose, enclose

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that looks like something else
LENGTH = 16  # 78 random bits
STEP = 512  # longer than any mailbox: all look alike


def _key():
    return hmac.digest(settings.SECRET_KEY.encode(), b"undersigned invitation", "sha256")


def new_code():
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def spaced(code):
    """As it is printed and read: "K7QD-2M9X-…"."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def proof(typed):
    """The keyed hash (32 bytes) of a code, however it was spaced and in whatever case."""
    plain = "".join(mark for mark in typed.upper() if mark in ALPHABET)
    return hmac.digest(_key(), b"code" + plain.encode(), "sha256")


def tag(group, mailbox):
    """The keyed hash (32 bytes) of a mailbox: another one in every group."""
    return hmac.digest(_key(), b"mailbox" + group.pk.bytes + mailbox.lower().encode(), "sha256")


def keep(mailbox):
    return enclose(_key(), mailbox.lower().encode(), step=STEP)


def mailbox_of(invitation):
    """To whom it was sent; "" once it has ended, or when the host's secret key has been exchanged."""
    plain = disclose(_key(), bytes(invitation.enclosed)) if invitation.enclosed else None
    return plain.decode() if plain else ""
