"""How often one address may try something. What is stored is a counter under a pseudonym that dies at midnight."""

import logging
import time
from functools import lru_cache

import redis
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from organize.refusals import Refusal

log = logging.getLogger("organize.limits")

# scope: (how many, in how many seconds). Generous, because an office or a Tor exit shares one address.
LIMITS = {
    "ask": (30, 3600),
    "puzzle": (600, 3600),
    "pass": (120, 3600),
    "sign": (240, 3600),
    "withdraw": (240, 3600),
    "upload": (600, 3600),
    "dispute": (20, 3600),
    "invite": (60, 3600),
    "join": (60, 3600),
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
        used = count(key, int((window + 1) * per - now) + 1)
    except RedisError:
        log.warning("the cache is away: limits are not counted until it is back")
        return
    if used > limit:
        raise Refusal(TOO_OFTEN, 429)


# One command, so that no counter is ever left without its end.
_COUNT = """
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return used
"""


@lru_cache(maxsize=4)
def _counter(url):
    """The script on one client for this process: Django's cache makes a client a command, ten times this one's cost."""
    client = redis.Redis.from_url(url, retry=Retry(NoBackoff(), 1), socket_timeout=2, socket_connect_timeout=2)
    return client.register_script(_COUNT)


def count(key, seconds):
    """How often `key` was counted, this time included; it is forgotten after `seconds`."""
    if settings.REDIS_URL:
        return _counter(settings.REDIS_URL)(keys=[key], args=[seconds])
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ended between the two
        return 1
