"""A leak planted in every sink on purpose. Each word is its own, spelled otherwise than its neighbour's.

What the sweep does not find here, it could not have found anywhere: then nothing it says counts.
"""

import base64
import json
import os
import quopri
import secrets
import zlib
from contextlib import closing, contextmanager
from urllib.parse import quote

import redis

from tests.leaks.sweep import sweep

SPELLINGS = {
    "raw": lambda word: word,
    "hex": lambda word: word.hex().encode(),
    "base64": base64.b64encode,
    "base64, one byte on": lambda word: base64.b64encode(b"x" + word),
    "base64, two bytes on": lambda word: base64.b64encode(b"xy" + word),
    "UTF-16": lambda word: word.decode().encode("utf-16-le"),
    "URL": lambda word: quote(word.decode(), safe="").encode(),
    "JSON": lambda word: json.dumps(word.decode()).encode(),
    "quoted-printable": quopri.encodestring,
}
FILES = {
    "{folder}/logs/postgres.log": "log of postgres",
    "{folder}/logs/redis.log": "log of redis",
    "{folder}/logs/nginx.log": "log of nginx",
    "{folder}/logs/web.log": "log of gunicorn",
    "{folder}/logs/work.log": "log of the worker",
    "{folder}/logs/cron.log": "log of the clock",
    "{folder}/logs/manage.log": "logs of commands",
    "{folder}/postgresql/log/planted": "database: own log folder",
    "{folder}/postgresql/pg_stat/planted": "database: statistics",
    "{folder}/postgresql/base/pgsql_tmp/planted": "database: sort files",
    "{folder}/mail/planted.eml": "mail that was sent",
    "{folder}/var/uploads/planted": "uploads",
    "{folder}/var/public/planted": "public files",
    "{folder}/var/clients/planted": "kept clients",
    "{folder}/var/keys/planted": "keys",
    "{folder}/var/planted": "other files of the product",
    "{folder}/home/planted": "home folder",
    "{folder}/tmp/planted": "temporary folder",
    "{folder}/etc/planted": "configuration",
    "{run}/nginx-body/planted": "nginx: request bodies",
    "{run}/nginx-proxy/planted": "nginx: answers",
    "{run}/dump.rdb": "redis: dump",
    "{run}/appendonlydir/planted": "redis: append-only file",
    "{run}/planted": "run folder",
}
ROWS = "database: tables and indexes"


def _word():
    return f"plänted&{secrets.token_hex(6)} <gløss>".encode()


@contextmanager
def planted(stack):
    """{sink: {what: word}} of everything planted; taken away again at the end of the block."""
    words, made = {}, []
    spellings = iter(SPELLINGS.values())

    def spelled(word):
        nonlocal spellings
        one = next(spellings, None)
        if one is None:
            spellings = iter(SPELLINGS.values())
            one = next(spellings)
        return one(word)

    def plant(sink, what):
        word = _word()
        words.setdefault(sink, {})[f"planted: {what}"] = word
        return word

    try:
        for place, sink in FILES.items():
            path = stack.folder.__class__(place.format(folder=stack.folder, run=stack.run))
            if not path.parent.exists():
                path.parent.mkdir()
                beside = path.parent.parent.stat()
                os.chown(path.parent, beside.st_uid, beside.st_gid)  # the database still wants to sort there
                made.append(path.parent)
            before = path.read_bytes() if path.exists() else None
            path.write_bytes((before or b"") + b"before " + spelled(plant(sink, f"{path.name} of {sink}")) + b" after")
            made.append((path, before))
        _in_database(stack, plant)
        with closing(stack.redis()) as client:
            _in_redis(client, plant)
        row = {"planted: a row": words[ROWS]["planted: a row"]}
        words |= {"backup: pg_dump": row, "backup: pg_basebackup": row}
        words["backup: configuration and files"] = dict(words["uploads"])
        yield words
    finally:
        for one in reversed(made):
            if isinstance(one, tuple):
                path, before = one
                path.unlink() if before is None else path.write_bytes(before)
            else:
                one.rmdir()
        stack.sql("DROP TABLE IF EXISTS planted, planted_sample, planted_long")
        stack.sql("COMMENT ON DATABASE undersigned IS NULL")
        with closing(stack.redis()) as client:
            client.delete(*REDIS_KEYS)


def sweep_beside_leaks(stack, words):
    """Search for `words` ({what: bytes}) while a leak is planted in every sink: ({sink: what was found}, figures).

    All that was planted must be found in its sink, or what is not found of `words` would not count.
    """
    with planted(stack) as by_sink:
        leaks = {what: word for found in by_sink.values() for what, word in found.items()}
        seen = sweep(stack, leaks | words)
    missed = {sink: set(found) - seen.get(sink, set()) for sink, found in by_sink.items()}
    assert not {sink: what for sink, what in missed.items() if what}
    assert len(by_sink) >= 25
    found = {sink: hits - set(leaks) for sink, hits in seen.items() if hits - set(leaks)}
    number = sum(map(len, by_sink.values()))
    return found, f"{len(by_sink)} sinks; {number} of {number} planted leaks found"


def _in_database(stack, plant):
    stack.sql("CREATE TABLE planted (word text)")
    stack.sql("CREATE INDEX ON planted (word)")
    stack.sql("INSERT INTO planted VALUES (%s)", [plant(ROWS, "a row").decode()])
    deleted = [plant(ROWS, "a deleted row").decode()]
    stack.sql("INSERT INTO planted VALUES (%s)", deleted)
    stack.sql("DELETE FROM planted WHERE word = %s", deleted)
    long = secrets.token_bytes(6000) + plant(ROWS, "a long value") + secrets.token_bytes(6000)
    stack.sql("CREATE TABLE planted_long (word bytea)")
    stack.sql("INSERT INTO planted_long VALUES (%s)", [long])
    sample = plant(ROWS, "a sample of the statistics").decode()
    stack.sql("CREATE TABLE planted_sample (word text)")
    stack.sql("INSERT INTO planted_sample SELECT %s FROM generate_series(1, 100)", [sample])
    stack.sql("ANALYZE planted_sample")
    stack.sql("TRUNCATE planted_sample")  # now only the catalog has it
    stack.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO undersigned")  # who makes the dump
    word = plant("database: write-ahead log", "a message").decode()
    stack.sql("SELECT pg_logical_emit_message(false, 'planted', %s)", [word])
    stack.sql(f"COMMENT ON DATABASE undersigned IS '{plant('database: shared catalog', 'a comment').decode()}'")


REDIS_KEYS = [f"planted-{kind}" for kind in ("string", "hash", "list", "set", "zset", "stream")]


def _in_redis(client: redis.Redis, plant):
    client.set("planted-string", b"x" + plant("redis: strings", "a string"))
    packed = zlib.compress(json.dumps({"args": [plant("redis: hashes (jobs)", "a packed job").decode()]}).encode())
    client.hset("planted-hash", "data", packed)
    client.rpush("planted-list", plant("redis: lists (queues)", "a list"))
    client.sadd("planted-set", plant("redis: sets", "a set"))
    client.zadd("planted-zset", {plant("redis: sorted sets (registries)", "a sorted set"): 1})
    client.xadd("planted-stream", {"result": plant("redis: streams (results)", "a stream").hex()})
