"""Rate limits count pseudonyms: nothing that is kept leads back to an address."""

import datetime
import re
import time
from types import SimpleNamespace

import pytest
import redis
from django.core.cache import cache

from organize import pseudonyms
from organize.limits import LIMITS, allow
from organize.pseudonyms import as_address, pseudonym
from organize.refusals import Refusal

NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
TOMORROW = NOON + datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def new_process():
    """Forget the key that this process holds, before and after."""
    pseudonyms._today = (None, b"")
    yield
    pseudonyms._today = (None, b"")


def test_allowance_ends_and_begins_anew_with_the_next_window():
    request = SimpleNamespace(bucket="b" * 32)
    limit, per = LIMITS["sign"]
    for _ in range(limit):
        allow("sign", request, now=1_000_000.0)
    with pytest.raises(Refusal) as refusal:
        allow("sign", request, now=1_000_000.0)
    assert refusal.value.status == 429
    allow("sign", SimpleNamespace(bucket="c" * 32), now=1_000_000.0)
    allow("sign", request, now=1_000_000.0 + per)


def test_pseudonyms_of_two_days_have_nothing_in_common():
    today = {pseudonym(f"127.77.0.{n}", NOON) for n in range(50)}
    tomorrow = {pseudonym(f"127.77.0.{n}", TOMORROW) for n in range(50)}
    assert len(today) == len(tomorrow) == 50
    assert not today & tomorrow


def test_processes_of_one_day_agree():
    first = pseudonym("127.77.0.1", NOON)
    pseudonyms._today = (None, b"")
    assert pseudonym("127.77.0.1", NOON) == first


def test_key_is_random_and_not_made_from_a_setting(settings):
    first = pseudonym("127.77.0.1", NOON)
    cache.clear()
    pseudonyms._today = (None, b"")
    assert pseudonym("127.77.0.1", NOON) != first


def test_one_household_is_one_and_mapped_addresses_are_themselves():
    assert pseudonym("2a01:4f8:1:2::1", NOON) == pseudonym("2a01:4f8:1:2:ffff::9", NOON)
    assert pseudonym("2a01:4f8:1:3::1", NOON) != pseudonym("2a01:4f8:1:2::1", NOON)
    assert pseudonym("::ffff:127.77.0.1", NOON) == pseudonym("127.77.0.1", NOON)
    assert re.fullmatch(r"fd[0-9a-f]{2}(:[0-9a-f]{0,4}){2,7}", as_address(pseudonym("127.77.0.1", NOON)))


def test_nothing_is_counted_when_the_cache_is_away_and_nobody_is_stopped(settings):
    caches, url = settings.CACHES, settings.REDIS_URL
    settings.REDIS_URL = away = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": away}}
    request = SimpleNamespace(bucket=pseudonym("127.77.0.1", NOON))
    for _ in range(LIMITS["sign"][0] + 5):
        allow("sign", request)
    settings.CACHES, settings.REDIS_URL = caches, url


def test_counter_ends_with_its_window(settings):
    request, now, per = SimpleNamespace(bucket="d" * 32), 1_000_000.0, LIMITS["sign"][1]
    for _ in range(3):
        allow("sign", request, now=now)
    key, left = f"limit:sign:{'d' * 32}:{int(now // per)}", per - now % per
    if settings.REDIS_URL:
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            used, ends = int(client.get(key)), client.ttl(key)
    else:
        used, ends = cache.get(key), cache._expire_info[cache.make_key(key)] - time.time()
    assert used == 3
    assert left - 5 < ends <= left + 1
