"""Proof of work, asked for only while requests come faster than people do.

Pressure is a number of requests in a minute, for a place (a letter) and for the whole site: no address is in it, and
what a connection sends beyond its own limit is not counted. Above it, a request is taken only with the solution of a
puzzle that costs a phone a second or two and a flood its processors. The same buys a way past a connection's own limit,
because an office or a Tor exit shares one address.
"""

import hmac
import logging
import secrets
import time

import altcha
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from organize import limits
from organize.refusals import Refusal

log = logging.getLogger("organize.pressure")
WINDOW = 60
LIFE = 300  # seconds: a puzzle holds to the end of the window after its own
COST, LEAST, MOST = 10_000, 10, 30  # PBKDF2 rounds a try; the try that solves it is drawn between these
LONGEST = 2048  # characters of a solution
NO_WAY_PAST = frozenset({"ask"})  # each of these makes a mail: a connection's limit stands
MOST_PUZZLES = 3000  # in a window, for all: each costs a processor some milliseconds
BUSY = _("Very many requests are arriving at this moment. Nothing is lost: try again in a minute or two.")


def admit(scope, request, *, place, now=None, is_crowded=False):
    """Count one request of `scope` at `place` (a short text); Refusal (429) unless it is within what people need.

    Beyond that the request is taken if it carries the solution of a puzzle of this place that nobody used before.
    is_crowded: a place where thousands come in a minute when it is in the news. It has a bound of its own, and does
    not count for the whole site: a petition in the evening's news must not make work for who signs a letter.
    """
    now = time.time() if now is None else now
    window, left = int(now // WINDOW), int((now // WINDOW + 1) * WINDOW - now) + 1
    most = {place: settings.BUSY_PETITION} if is_crowded else {place: settings.BUSY_LETTER, "all": settings.BUSY_SITE}
    keys = [f"pressure:{one}:{window}" for one in most]
    try:
        counted = limits.allow(scope, request, now=now, also=keys, seconds=left)
    except Refusal:
        # It does not count as pressure: one connection alone must not make work for everybody else.
        if scope in NO_WAY_PAST or not _has_worked(request, place, now):
            raise
        return
    is_pressed = any(number > limit for number, limit in zip(counted, most.values(), strict=False))
    if is_pressed and not _has_worked(request, place, now):
        raise Refusal(BUSY, 429)


def _secret(word):
    return hmac.digest(settings.SECRET_KEY.encode(), b"undersigned work " + word, "sha256")


def hand_out(request, *, place, now=None):
    """A fresh puzzle for whoever asks; Refusal (429) beyond a connection's limit, or the site's for a minute."""
    now = time.time() if now is None else now
    limits.allow("puzzle", request, now=now)
    window, left = int(now // WINDOW), int((now // WINDOW + 1) * WINDOW - now) + 1
    try:
        if limits.count(f"puzzles:{window}", left) > MOST_PUZZLES:
            raise Refusal(BUSY, 429)
    except RedisError:
        log.warning("the cache is away: puzzles are not counted until it is back")
    return puzzle(place=place, now=now)


def puzzle(*, place, now=None):
    """A fresh puzzle for `place`, as a dictionary for JSON. Nothing is kept of it: its own signature vouches for it."""
    now = time.time() if now is None else now
    made = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        counter=LEAST + secrets.randbelow(MOST - LEAST + 1),
        expires_at=_ends(now),
        data={"place": place},
        hmac_secret=_secret(b"puzzle"),
        hmac_key_secret=_secret(b"answer"),
    )
    return made.to_dict()


def _ends(now):
    return int(now // LIFE + 2) * LIFE  # for all puzzles of five minutes the same: it tells nobody when


def _has_worked(request, place, now):
    """Whether the request carries a solution for this place that was never used. Using it up is one command."""
    given = request.META.get("HTTP_X_WORK", "")
    if not given or len(given) > LONGEST:
        return False
    found = altcha.verify_solution(given, _secret(b"puzzle"), hmac_key_secret=_secret(b"answer"))
    if not found.verified:
        return False
    challenge = altcha.Payload.from_base64(given).challenge
    if challenge.parameters.data != {"place": place}:
        return False
    try:
        return cache.add(f"work:{challenge.signature[:32]}", 1, challenge.parameters.expires_at - int(now) + 1)
    except RedisError:
        log.warning("the cache is away: a solution could be used twice")
        return True


def answer(puzzle_, *, timeout=30):
    """The solution of a puzzle as a request carries it: what a browser computes. For tools and tests."""
    challenge = altcha.Challenge.from_dict(puzzle_)
    solution = altcha.solve_challenge(challenge, counter_start=0, timeout=timeout)
    return altcha.Payload(challenge, solution).to_base64()
