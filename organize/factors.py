"""Second factors: who has one, and how long ago this session used it."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

from organize.refusals import FactorNeeded

# Recovery codes stand in for a lost factor; alone they are none.
COUNTING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def last_use(request):
    """When this session last used a second factor of its account, in seconds since 1970; None when it never did."""
    records = get_authentication_records(request, request.user)
    return max((record["at"] for record in records if record["method"] == "mfa"), default=None)


def age(request):
    """How many seconds ago `last_use` was, or None."""
    used = last_use(request)
    return None if used is None else max(0.0, time.time() - used)


def is_set(user):
    """Whether the account has a passkey or an authenticator app."""
    return Authenticator.objects.filter(user=user, type__in=COUNTING).exists()


def demand(user, *, fresh=False):
    """FactorNeeded unless `user` has a second factor and has used one in this session; fresh: in the last 5 minutes.

    `user.factor_age` is what `organize.sessions` found in the session. A factor that was removed meanwhile counts for
    nothing.
    """
    if user.factor_age is None or not is_set(user):
        raise FactorNeeded
    if fresh and user.factor_age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        raise FactorNeeded
