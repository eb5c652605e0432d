"""From an address to a number that means nothing tomorrow."""

import datetime
import hmac
import ipaddress
import logging
import secrets

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger("organize.pseudonyms")
AGREED_FOR = 5  # seconds until a process asks again which key the others have
_today = (None, b"")  # (day, key): this process's copy, replaced at midnight UTC
_asked_at = None  # when it was last compared with the cache's


def _day_key(now):
    """32 random bytes shared through the cache until the day is over; nobody can compute yesterday's pseudonyms again.

    A key derived from a setting would let whoever holds the setting try all IPv4 addresses.

    A cache that lost the key gets back the one that a process still holds, and where another was faster, that one
    counts: within seconds all processes count as one again, or an address could try as often as there are processes.
    """
    global _today, _asked_at
    day, held = now.date(), _today
    if held[0] == day and _asked_at is not None and 0 <= (now - _asked_at).total_seconds() < AGREED_FOR:
        return held[1]
    name = f"pseudonym-key:{day.isoformat()}"
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), datetime.UTC)
    key = held[1] if held[0] == day else secrets.token_bytes(32)
    try:
        # Expires at midnight for everybody, so that the time left says nothing of when the first visitor came.
        cache.add(name, key, max(1, int((midnight - now).total_seconds())))
        key = cache.get(name) or key
    except RedisError:
        log.warning("the cache is away: rate limits are counted per process until it is back")
    _today, _asked_at = (day, key), now
    return key


def pseudonym(address, now=None):
    """32 hexadecimal characters that stand for `address` today. IPv6 networks of one household (/64) are one."""
    now = now or datetime.datetime.now(datetime.UTC)
    if ":" in address:
        address = _network(address)
    return hmac.digest(_day_key(now), address.encode(), "sha256")[:16].hex()


def _network(address):
    """The /64 of a global IPv6 address; an IPv4 address written as IPv6 is that IPv4 address."""
    try:
        ip = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False).network_address) if ip.is_global else str(ip)


def as_address(bucket):
    """A pseudonym as an address in fd00::/8, for code that insists on one."""
    return str(ipaddress.IPv6Address(b"\xfd" + bytes.fromhex(bucket)[:15]))
