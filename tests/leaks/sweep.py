"""Search every byte that the stack has written: files by the sink they belong to, Redis by key, packed things unpacked.

`sweep(stack, words)` gives {sink: {what was found}}. It reads files as they lie on disk, so PostgreSQL is asked to
write out its buffers first. What PostgreSQL compresses (long values, TOAST) is read a second time through pg_dump.
"""

import gzip
import hashlib
import mmap
import os
import subprocess
import zlib
from pathlib import Path

from tests.leaks.canaries import spellings
from tests.stack import programs

_INFLATED_MOST = 64 * 1024 * 1024

# Which sink a file belongs to: the longest matching beginning wins. {folder} / {run} are the stack's.
FOLDERS = {
    "{folder}/postgresql/base": "database: tables and indexes",
    "{folder}/postgresql/base/pgsql_tmp": "database: sort files",
    "{folder}/postgresql/global": "database: shared catalog",
    "{folder}/postgresql/pg_wal": "database: write-ahead log",
    "{folder}/postgresql/pg_stat": "database: statistics",
    "{folder}/postgresql/pg_xact": "database: transactions",
    "{folder}/postgresql/log": "database: own log folder",
    "{folder}/postgresql": "database: other files",
    "{folder}/logs/postgres.log": "log of postgres",
    "{folder}/logs/redis.log": "log of redis",
    "{folder}/logs/nginx.log": "log of nginx",
    "{folder}/logs/web.log": "log of gunicorn",
    "{folder}/logs/work.log": "log of the worker",
    "{folder}/logs/cron.log": "log of the clock",
    "{folder}/logs": "logs of commands",
    "{folder}/mail": "mail that was sent",
    "{folder}/var/uploads": "uploads",
    "{folder}/var/public": "public files",
    "{folder}/var/clients": "kept clients",
    "{folder}/var/keys": "keys",
    "{folder}/var": "other files of the product",
    "{folder}/home": "home folder",
    "{folder}/tmp": "temporary folder",
    "{folder}/etc": "configuration",
    "{folder}/backup/dump.sql": "backup: pg_dump",
    "{folder}/backup/base": "backup: pg_basebackup",
    "{folder}/backup/config.tar": "backup: configuration and files",
    "{run}/nginx-body": "nginx: request bodies",
    "{run}/nginx-proxy": "nginx: answers",
    "{run}/redis": "redis: files",
    "{run}/dump.rdb": "redis: dump",
    "{run}/appendonlydir": "redis: append-only file",
    "{run}": "run folder",
}
REDIS = {
    "string": "redis: strings",
    "hash": "redis: hashes (jobs)",
    "list": "redis: lists (queues)",
    "set": "redis: sets",
    "zset": "redis: sorted sets (registries)",
    "stream": "redis: streams (results)",
}


class Needles:
    """What is searched for. In a file, each spelling is a plain substring search, which runs at memory speed."""

    def __init__(self, words):
        self.spelled, self.seen = [], {}
        for what, raw in words.items():
            forms = spellings(raw)
            # Where one form is part of another, the shorter one finds both.
            shortest = [one for one in forms if not any(other in one for other in forms if other != one)]
            self.spelled += [(what, form) for form in shortest]

    def in_file(self, path):
        """The set of what occurs in a file or its name. Equal files, as in a copy of the database, are read once."""
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size == 0:
                    return self.within(path.name.encode())
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    mark = hashlib.sha256(content).digest()
                    if mark not in self.seen:
                        self.seen[mark] = self.within(content)
                        if content[:2] == b"\x1f\x8b":
                            self.seen[mark] |= self.within(gzip.decompress(content[:]))
        except FileNotFoundError:
            return set()  # PostgreSQL or a request has removed it meanwhile
        return self.seen[mark] | self.within(path.name.encode())

    def within(self, content):
        """The set of what occurs in `content` (bytes or a memory map)."""
        return {what for what, spelling in self.spelled if content.find(spelling) >= 0}


def sweep(stack, words, *, backups=True):
    """{sink: set of what was found} over everything; sinks without a find are left out."""
    needles, found = Needles(words), {}
    log = stack.data / "pg_wal"  # first: a checkpoint or a backup may remove some of it
    for path in _files(log):
        _note(found, sink_of(stack, path), needles.in_file(path))
    stack.sql("CHECKPOINT")
    if backups:
        back_up(stack)
    for folder in (stack.folder, stack.run):
        for path in _files(folder):
            _note(found, sink_of(stack, path), needles.in_file(path))
    for kind, content in redis_values(stack):
        _note(found, REDIS[kind], needles.within(content) | _unpacked(needles, content))
    return found


def _note(found, sink, hits):
    if hits:
        found.setdefault(sink, set()).update(hits)


def _files(folder):
    for base, _folders, names in os.walk(folder):
        for name in names:
            path = Path(base, name)
            if path.is_file() and not path.is_symlink():
                yield path


def sink_of(stack, path):
    """The name of the sink that a file belongs to."""
    places = {key.format(folder=stack.folder, run=stack.run): sink for key, sink in FOLDERS.items()}
    fitting = [place for place in places if str(path) == place or str(path).startswith(place + "/")]
    return places[max(fitting, key=len)]


def redis_values(stack):
    """(type, bytes) for every key: its name and all that is in it."""
    client = stack.redis()
    read = {
        "string": lambda key: [client.get(key)],
        "hash": lambda key: [part for pair in client.hgetall(key).items() for part in pair],
        "list": lambda key: client.lrange(key, 0, -1),
        "set": lambda key: list(client.smembers(key)),
        "zset": lambda key: client.zrange(key, 0, -1),
        "stream": lambda key: [b for _id, pairs in client.xrange(key) for pair in pairs.items() for b in pair],
    }
    try:
        for key in client.scan_iter(count=1000):
            kind = client.type(key).decode()
            if kind == "none":  # it has ended in between; its name was there
                yield "string", key
                continue
            yield kind, key
            if kind in read:
                for value in read[kind](key):
                    yield kind, value or b""
    finally:
        client.close()


def _unpacked(needles, content):
    """What is found in a value once it is inflated: rq packs jobs with zlib."""
    opened = zlib.decompressobj()
    try:
        return needles.within(opened.decompress(content, _INFLATED_MOST))
    except zlib.error:
        return set()


def dump(stack):
    """The plain dump that operators make, as text; it lies in the folder of backups."""
    path = stack.folder / "backup" / "dump.sql"
    path.parent.mkdir(exist_ok=True)
    path.write_text(stack.manage("dump", "--format=plain").stdout)
    return path.read_text()


def back_up(stack):
    """What operators keep elsewhere: a dump, a copy of the cluster, and the configuration with the product's files."""
    folder = stack.folder / "backup"
    where = ["-h", str(stack.socket_folder), "-U", "postgres"]
    dump(stack)
    base = folder / "base"
    if base.exists():
        subprocess.run(["rm", "-rf", str(base)], check=True)
    copy = [programs.found("pg_basebackup"), *where, "-D", str(base), "--checkpoint=fast", "-X", "fetch"]
    done = subprocess.run(copy, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"pg_basebackup failed: {done.stderr[-2000:]}")
    kept = ["etc", "var"]
    subprocess.run(["tar", "-cf", str(folder / "config.tar"), "-C", str(stack.folder), *kept], check=True)
