"""How often one address may try something. What is stored is a counter under a pseudonym that dies at midnight."""

import logging
import time

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from organize.refusals import Refusal

log = logging.getLogger("organize.limits")

# scope: (how many, in how many seconds). Generous, because an office or a Tor exit shares one address.
LIMITS = {
    "pass": (120, 3600),
    "sign": (240, 3600),
    "withdraw": (240, 3600),
    "upload": (600, 3600),
}
TOO_OFTEN = _("Too many tries from this connection. Please wait an hour, or use another connection.")


def allow(scope, request, *, now=None):
    """Count one try of `scope`; Refusal (429) when the window's allowance is used up.

    Windows begin on whole multiples of their length, so an expiry tells nobody when the first try was. When the
    cache is away the answer is yes: a lost counter must not stop people from signing.
    """
    limit, per = LIMITS[scope]
    now = time.time() if now is None else now
    window = int(now // per)
    key = f"limit:{scope}:{request.bucket}:{window}"
    try:
        cache.add(key, 0, int((window + 1) * per - now) + 1)
        used = cache.incr(key)
    except ValueError:  # it expired between the two
        return
    except RedisError:
        log.warning("the cache is away: limits are not counted until it is back")
        return
    if used > limit:
        raise Refusal(TOO_OFTEN, 429)
