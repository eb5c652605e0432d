"""Addresses of people and of machines: what is kept of them leads back to nobody without a key that is gone in time."""

import datetime
import hashlib
import itertools
import multiprocessing
import os
import random
import re
import secrets
import time

import pytest
from django.core.cache import cache
from django.db import connection

from organize import limits, pseudonyms
from organize.limits import LIMITS
from petitions import vault
from petitions.actions import life
from petitions.models import Redemption
from petitions.sealing import labels, passes
from tests.petitions import desk, work_mail
from tests.petitions.ipv4 import guess
from tests.petitions.signatories import at, opened
from tests.petitions.visits import send, url

pytestmark = pytest.mark.django_db
ADDRESSES = 2**32


def dump():
    """Everything that lies in the cache: {key: (value as text, seconds left)}, whichever cache it is."""
    from django.conf import settings

    if not settings.REDIS_URL:
        left = cache._expire_info
        return {key: (repr(cache._cache[key]), left[key] - time.time()) for key in list(cache._cache)}
    client = cache._cache.get_client()
    return {key.decode(): (repr(client.get(key)), client.ttl(key)) for key in client.scan_iter()}


def buckets(found):
    """The pseudonyms among the counters' names, as they stand there."""
    return {part for key in found for part in key.split(":") if re.fullmatch("[0-9a-f]{32}", part)}


def test_p5_all_ipv4_addresses_against_a_dump_without_the_key(client, on_the_first_day, reach, settings):
    """The cache holds today's key beside the counters: a dump of *it* is not what is promised, so the key is left out.

    The full figure tries 67 million of the 4.3 billion addresses, those of the people among them, as plain hash and
    under the host's secret key: the rest decides nothing, because no wrong guess at the key is better than another.
    """
    made = opened()
    people = [f"127.{a}.{b}.55" for a, b in itertools.product(range(60, 64), range(1, 6))]
    for person in people:
        client.post(url("letter-sign", made), b"x", content_type="application/octet-stream", REMOTE_ADDR=person)
    found = {key: value for key, value in dump().items() if "pseudonym-key" not in key}
    seen = buckets(found)
    assert len(seen) == len(people)
    assert not any(person in key + value for person in people for key, (value, _left) in found.items())
    # The control: who has the day's key finds all of them.
    key = cache.get(f"pseudonym-key:{datetime.datetime.now(datetime.UTC).date().isoformat()}") or pseudonyms._today[1]
    first = int.from_bytes(bytes([127, 60, 1, 55]), "big")
    assert guess((first, first + 1, seen, [key])) == 1
    keys = [settings.SECRET_KEY.encode()]
    total = reach.size(sample=40_000, full=ADDRESSES // 64)
    here = int.from_bytes(bytes([127, 0, 0, 0]), "big")
    cores = os.cpu_count() or 1
    step = -(-total // (cores * 8))
    ranges = [(start, min(start + step, here + total), seen, keys) for start in range(here, here + total, step)]
    if reach.is_full:
        with multiprocessing.get_context("spawn").Pool(cores) as pool:
            recovered = sum(pool.imap_unordered(guess, ranges))
    else:
        recovered = sum(map(guess, [(first - 20_000, first + 20_000, seen, keys)]))
    reach.reached(f"{recovered} of {len(people)} addresses recovered by {total:,} tried of {ADDRESSES:,}")
    assert recovered == 0


def test_p5_expiries_are_whole_windows_and_tell_no_second(reach, settings):
    """What was counted at any moment of a window ends with the window, so that the time left is no clock."""
    number = reach.size(sample=30, full=400)
    ends = {}
    for _visit in range(number):
        scope = reach.chance.choice(sorted(LIMITS))
        moment = 1_800_000_000 + reach.chance.random() * 7200
        bucket = secrets.token_hex(16)
        limits.allow(scope, type("Request", (), {"bucket": bucket}), now=moment)
        key = f"limit:{scope}:{bucket}:{int(moment // LIMITS[scope][1])}"
        left = dump()[key if settings.REDIS_URL else cache.make_key(key)][1]
        # Counted from the moment of the visit, an expiry falls on a whole window, whatever the second was.
        end = moment + left
        off = abs(end - round(end / LIMITS[scope][1]) * LIMITS[scope][1])
        ends[scope] = max(ends.get(scope, 0), off)
    reach.reached(f"{number} expiries, each within {max(ends.values()):.1f} s of the end of its whole window")
    assert max(ends.values()) < 3


def everything_stored():
    """Every cell of every table, as bytes: what a thief of the database has."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names from the database
            for row in cursor:
                found += [bytes(cell) for cell in row if isinstance(cell, (bytes, memoryview))]
    return found


def dictionary(number, people):
    """`number` plausible work addresses, those of `people` among them."""
    first = ["ana", "bo", "chidi", "dana", "eve", "finn", "gita", "hugo", "ines", "jonas"]
    last = ["ruiz", "lind", "okafor", "weiss", "park", "novak", "silva", "khan", "moreau", "ito"]
    made = (f"{a}.{b}{n or ''}@meridian.example" for n in itertools.count() for a in first for b in last)
    return [*people, *itertools.islice((one for one in made if one not in people), number - len(people))]


def test_p6_dictionary_of_addresses_against_the_database(reach, django_capture_on_commit_callbacks):
    made = work_mail.opened()
    people = ["ana.ruiz@meridian.example", "gita.khan7@meridian.example", "hugo.ito3@meridian.example"]
    for person in people:
        work_mail.pass_for(made, work_mail.code_for(made, person))
    key, scope = vault.dup_load(made.letter.pk), made.facts.manifest.scope
    cells = set(everything_stored())
    kept = {bytes(tag) for tag in Redemption.objects.values_list("h1", flat=True)}
    assert len(kept) == 3
    assert kept < cells, "there is something that could be reversed"
    words = dictionary(reach.size(sample=2_000, full=100_000), people)

    def hits(guess):
        return sum(guess(word) in cells for word in words)

    with_key = hits(lambda word: passes.dup_tag(key, scope, word))
    guesses = {
        "plain": lambda word: hashlib.sha256(word.encode()).digest(),
        "labelled": lambda word: hashlib.sha256(labels.EMAIL + scope + word.encode()).digest(),
        "scope as key": lambda word: passes.dup_tag(scope, scope, word),
        "no key": lambda word: passes.dup_tag(b"", scope, word),
        "a key of zeros": lambda word: passes.dup_tag(bytes(32), scope, word),
        "letter_id as key": lambda word: passes.dup_tag(made.facts.letter_id, scope, word),
    }
    without = {name: hits(guess) for name, guess in guesses.items()}
    assert not any(word.encode() in cell for word in people for cell in cells)
    with django_capture_on_commit_callbacks(execute=True):
        life.close_letter(letter=made.letter, at=at(40))
    assert vault.dup_load(made.letter.pk) is None
    after = set(everything_stored())
    left = sum(passes.dup_tag(key, scope, word) in after for word in words)
    reach.reached(
        f"{len(words):,} addresses: {sum(without.values())} found without the key, {with_key} of 3 with it (what "
        f"seizing the host before the end gives), {left} after its destruction even to who had kept the key"
    )
    assert (sum(without.values()), with_key, left) == (0, 3, 0)


def test_p6_codes_in_the_cache_cannot_be_tried_through_without_the_key(reach):
    """A code has 50 bits: a plain hash of it could be searched. Only the key makes trying possible."""
    made = work_mail.opened()
    code = work_mail.code_for(made).replace("-", "")
    key, scope = vault.dup_load(made.letter.pk), made.facts.manifest.scope
    found = " ".join(f"{name} {value}" for name, (value, _left) in dump().items())
    assert passes.mailed_hash(key, scope, code).hex() in found, "there is something that could be searched"
    assert code not in found
    number = reach.size(sample=200, full=20_000)
    chance = random.Random(6)
    keys = [b"", bytes(32), scope, made.facts.letter_id, *(chance.randbytes(32) for _key in range(number))]
    assert not any(passes.mailed_hash(guess, scope, code).hex() in found for guess in keys)
    assert hashlib.sha256(labels.CODE + scope + code.encode()).hexdigest() not in found
    reach.reached(f"the right code was found under 0 of {len(keys):,} wrong keys")


def test_p24_invitations_are_not_tracers(client, reach):
    """A letter has one address for everybody, and nothing counts how often or by whom it is opened."""
    owner, made, people = desk.scene("approved")
    address = url("letter-show", made)
    number = reach.size(sample=100, full=1000)
    links = set()
    for issue in range(number):
        by = (owner, people.client("organizer"))[issue % 2]
        links |= set(re.findall(r"/l/[a-z2-7]{32}/[^\s<\"]*", desk.text(by.get(desk.url("letter-read", made.letter)))))
    assert {link.split("/")[2] for link in links} == {made.letter.address}
    assert not any("?" in link or "#" in link for link in links), "nothing in a link tells one from another"
    shown = {link.split("/")[2] for link in links}
    client.get(address)  # files of the page are made by the first visit
    before, counted = everything_stored(), set(dump())
    pages = {client.get(address, REMOTE_ADDR=f"127.9.{n // 250}.{n % 250}").content for n in range(number)}
    assert len(pages) == 1
    assert everything_stored() == before
    assert {key for key in set(dump()) - counted if "pseudonym-key" not in key} == set()
    columns = [
        f"{model._meta.label}.{column.name}"
        for model in connection.introspection.installed_models(connection.introspection.table_names())
        for column in model._meta.concrete_fields
        if any(word in column.name for word in ("visit", "click", "open_count", "referr", "invite_code", "utm"))
    ]
    assert columns == []
    reach.reached(f"{number} visits: {len(shown)} link, {len(pages)} page, {len(columns)} columns that count")
    assert send(client, "pass-issue", made, b"x").status_code == 400, "what writes is another address"
