"""Where a benchmark runs: databases and a Redis of its own, folders that vanish, the product's settings for them."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER = os.environ.get("UNDERSIGNED_BENCH_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")

# A database that is migrated already, so that a smoke test need not do it for every deployment that it makes.
MIGRATED = os.environ.get("UNDERSIGNED_BENCH_MIGRATED", "template0")
STATIC = os.environ.get("UNDERSIGNED_BENCH_STATIC_ROOT", str(ROOT / "var" / "static"))


def why_no_database():
    """Why nothing can be measured on PostgreSQL here, in one line; None if it can."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL for benchmarks (UNDERSIGNED_BENCH_DATABASE_URL): {type(error).__name__}"
    return None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Place(contextlib.ExitStack):
    """Makes what a benchmark needs and takes all of it away again at the end of the block."""

    def __enter__(self):
        super().__enter__()
        self.folder = Path(tempfile.mkdtemp(prefix="undersigned-bench-"))
        self.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.redis_url = None
        return self

    def database(self, name, *, like="template0"):
        """A fresh database, empty or a copy of another one on this server; its URL."""
        full = f"undersigned_bench_{os.getpid()}_{name}"
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{full}" TEMPLATE "{like}" ENCODING UTF8')
        self.callback(_drop, full)
        return urlunsplit(urlsplit(SERVER)._replace(path="/" + full))

    def redis(self):
        """The URL of a Redis that keeps nothing and serves only this benchmark; None where Redis is not installed."""
        program = shutil.which("redis-server")
        if self.redis_url is None and program:
            port = free_port()
            quiet = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--dir", str(self.folder)]
            process = subprocess.Popen(
                [program, "--port", str(port), *quiet], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            self.callback(end, process)
            wait_for(port)
            self.redis_url = f"redis://127.0.0.1:{port}/0"
        return self.redis_url

    def product(self, name):
        """The environment of one deployment of the product: own database, own folder, PostgreSQL, Redis if there."""
        return product_env(self.database(name, like=MIGRATED), self.folder / name, self.redis())


def product_env(database_url, var, redis_url):
    """The process environment for the product as deployed behind a proxy that tells clients apart."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("UNDERSIGNED_")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "organize.settings",
        "UNDERSIGNED_DATABASE_URL": database_url,
        "UNDERSIGNED_VAR": str(var),
        "UNDERSIGNED_ASSETS": str(ROOT / "var" / "assets"),
        "UNDERSIGNED_STATIC_ROOT": STATIC,
        "UNDERSIGNED_TRUSTED_PROXIES": "127.0.0.1",
        # What is measured is signing, and not the puzzles that a flood gets.
        "UNDERSIGNED_BUSY_LETTER": "1000000000",
        "UNDERSIGNED_BUSY_SITE": "1000000000",
        "UNDERSIGNED_BUSY_PETITION": "1000000000",
    }
    return env | ({"UNDERSIGNED_REDIS_URL": redis_url} if redis_url else {})


def _drop(name):
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def end(process):
    """Stop a process that this benchmark started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(port, seconds=20):
    """Return once something listens on this port of 127.0.0.1."""
    until = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise RuntimeError("a server of the benchmark did not start") from None
            time.sleep(0.05)
