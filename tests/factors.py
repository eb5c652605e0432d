"""Second factors in tests: real ones, as tests.make sets them up; what an app shows, and who has used it."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from organize import sessions
from tests import make


def digits(secret=make.SECRET):
    """What the authenticator app shows now."""
    (counter,) = auth.yield_hotp_counters_from_time()
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


class Browser(Client):
    """force_login as a whole sign-in: with the second factor, where the account has one, used `ago` seconds ago."""

    def force_login(self, user, backend=None, *, ago=0):
        super().force_login(user, backend)
        session = self.session
        session[sessions.BEGAN] = session[sessions.SEEN] = time.time()  # the first page after signing in is behind them
        session.save()
        factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        if factor is None:
            return
        used = {"method": "mfa", "at": time.time() - ago, "id": factor.pk, "type": factor.type}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [used]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()


def browser(user):
    """A Browser in which `user` has signed in."""
    found = Browser()
    found.force_login(user)
    return found
