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
from organize.pseudonyms import AGREED_FOR, as_address, pseudonym
from organize.refusals import Refusal

NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
TOMORROW = NOON + datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def new_process():
    """Forget the key that this process holds, before and after."""
    become()
    yield
    become()


def become(held=((None, b""), None)):
    """Go on as another process, which holds what `held` says; what the one until now held."""
    before = pseudonyms._today, pseudonyms._asked_at
    pseudonyms._today, pseudonyms._asked_at = held
    return before


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


def test_try_beyond_the_allowance_counts_for_nothing_else():
    request, limit = SimpleNamespace(bucket="e" * 32), LIMITS["dispute"][0]
    more = {"now": 1_000_000.0, "also": ["here", "everywhere"], "seconds": 60}
    for turn in range(limit):
        assert allow("dispute", request, **more) == [turn + 1, turn + 1]
    for _ in range(3):
        with pytest.raises(Refusal):
            allow("dispute", request, **more)
    assert allow("dispute", SimpleNamespace(bucket="f" * 32), **more) == [limit + 1, limit + 1]


def test_pseudonyms_of_two_days_have_nothing_in_common():
    today = {pseudonym(f"127.77.0.{n}", NOON) for n in range(50)}
    tomorrow = {pseudonym(f"127.77.0.{n}", TOMORROW) for n in range(50)}
    assert len(today) == len(tomorrow) == 50
    assert not today & tomorrow


def test_processes_of_one_day_agree():
    first = pseudonym("127.77.0.1", NOON)
    become()
    assert pseudonym("127.77.0.1", NOON) == first


def test_key_is_random_and_not_made_from_a_setting(settings):
    first = pseudonym("127.77.0.1", NOON)
    cache.clear()
    become()
    assert pseudonym("127.77.0.1", NOON) != first


def test_cache_that_lost_the_key_gets_it_back_from_a_process_that_holds_it():
    first = pseudonym("127.77.0.1", NOON)
    cache.clear()
    later = NOON + datetime.timedelta(seconds=AGREED_FOR)
    assert pseudonym("127.77.0.1", later) == first
    become()
    assert pseudonym("127.77.0.1", later) == first, "a process that begins now counts with the others"


def test_processes_agree_again_when_the_cache_lost_the_key_and_another_made_one():
    first = pseudonym("127.77.0.1", NOON)
    cache.clear()
    older = become()
    second = pseudonym("127.77.0.1", NOON)
    younger = become(older)
    assert second != first
    almost, later = (NOON + datetime.timedelta(seconds=AGREED_FOR - away) for away in (0.1, 0))
    assert pseudonym("127.77.0.1", almost) == first, "nobody asks the cache at every request"
    assert pseudonym("127.77.0.1", later) == second
    become(younger)
    assert pseudonym("127.77.0.1", later) == second


def test_key_of_yesterday_comes_back_nowhere():
    first = pseudonym("127.77.0.1", NOON)
    yesterday = pseudonyms._today[1]
    cache.clear()
    assert pseudonym("127.77.0.1", TOMORROW) != first
    assert yesterday not in (pseudonyms._today[1], cache.get(f"pseudonym-key:{TOMORROW.date().isoformat()}"))
    assert cache.get(f"pseudonym-key:{NOON.date().isoformat()}") is None


def test_one_household_is_one_and_mapped_addresses_are_themselves():
    assert pseudonym("2a01:4f8:1:2::1", NOON) == pseudonym("2a01:4f8:1:2:ffff::9", NOON)
    assert pseudonym("2a01:4f8:1:3::1", NOON) != pseudonym("2a01:4f8:1:2::1", NOON)
    assert pseudonym("::ffff:127.77.0.1", NOON) == pseudonym("127.77.0.1", NOON)
    assert re.fullmatch(r"fd[0-9a-f]{2}(:[0-9a-f]{0,4}){2,7}", as_address(pseudonym("127.77.0.1", NOON)))


@pytest.fixture
def no_cache(settings):
    caches, url = settings.CACHES, settings.REDIS_URL
    settings.REDIS_URL = away = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": away}}
    yield
    settings.CACHES, settings.REDIS_URL = caches, url


def test_nothing_is_counted_when_the_cache_is_away_and_nobody_is_stopped(no_cache):
    request = SimpleNamespace(bucket=pseudonym("127.77.0.1", NOON))
    for _ in range(LIMITS["sign"][0] + 5):
        allow("sign", request)


def test_process_keeps_its_key_while_the_cache_is_away(no_cache):
    first = pseudonym("127.77.0.1", NOON)
    assert pseudonym("127.77.0.1", NOON + datetime.timedelta(seconds=3 * AGREED_FOR)) == first


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
