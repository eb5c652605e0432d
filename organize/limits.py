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
    "report": (60, 3600),
    "dispute": (20, 3600),
    "code": (60, 3600),
    "invite": (60, 3600),
    "join": (60, 3600),
    "letter": (60, 3600),
    "subscribe": (30, 3600),
    "confirm": (120, 3600),
}
TOO_OFTEN = _("Too many tries from this connection. Please wait an hour, or use another connection.")


def allow(scope, request, *, now=None, also=(), seconds=0):
    """Count one try of `scope`; Refusal (429) when the window's allowance is used up.

    Windows begin on whole multiples of their length, so an expiry tells nobody when the first try was. When the
    cache is away the answer is yes: a lost counter must not stop people from signing.

    also: keys that are counted for so many seconds where the answer is yes. Returns their counts; [] without the cache.
    """
    limit, per = LIMITS[scope]
    now = time.time() if now is None else now
    window = int(now // per)
    key = f"limit:{scope}:{request.bucket}:{window}"
    try:
        used, *others = _counts(key, int((window + 1) * per - now) + 1, limit, also, seconds)
    except RedisError:
        log.warning("the cache is away: limits are not counted until it is back")
        return []
    if used > limit:
        raise Refusal(TOO_OFTEN, 429)
    return others


# One command for all counters of a request, so that none is ever left without its end: the first key, then the others
# unless the first has gone beyond its limit.
_COUNT = """
local found = {}
for at, key in ipairs(KEYS) do
  if at > 1 and found[1] > tonumber(ARGV[2]) then break end
  found[at] = redis.call('INCR', key)
  if found[at] == 1 then redis.call('EXPIRE', key, at == 1 and ARGV[1] or ARGV[3]) end
end
return found
"""


@lru_cache(maxsize=4)
def _counter(url):
    """The script on one client for this process: Django's cache makes a client a command, ten times this one's cost."""
    client = redis.Redis.from_url(url, retry=Retry(NoBackoff(), 1), socket_timeout=2, socket_connect_timeout=2)
    return client.register_script(_COUNT)


def count(key, seconds):
    """How often `key` was counted, this time included; it is forgotten after `seconds`."""
    return _counts(key, seconds)[0]


def _counts(key, seconds, limit=0, also=(), also_seconds=0):
    if settings.REDIS_URL:
        return _counter(settings.REDIS_URL)(keys=[key, *also], args=[seconds, limit, also_seconds])
    used = _count_here(key, seconds)
    return [used, *(_count_here(one, also_seconds) for one in also if used <= limit)]


def _count_here(key, seconds):
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ended between the two
        return 1
