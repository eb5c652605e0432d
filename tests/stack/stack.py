"""The whole product as it is deployed, from the files under deploy/, on this machine only, in folders that vanish.

    with Stack() as stack:
        visitor = Visitor(stack, "127.77.66.55")
        visitor.get("/l/…/")
        stack.kill("redis"); stack.start("redis")
        stack.step("tick", "2026-11-29T00:05:00+00:00")

Processes, by name: postgres, redis, web (gunicorn), work, cron, nginx; the mail server runs in this process. Everything
they write lies under `stack.folder` (disk) and `stack.run` (memory); what they say on standard error, in `stack.logs`.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.stack import programs, visitor
from tests.stack.post import MailServer
from tests.stack.programs import HOST, ROOT

ORDER = ("postgres", "redis", "web", "work", "cron", "nginx")
GRANTS = (
    "CREATE ROLE undersigned LOGIN",
    "CREATE DATABASE undersigned OWNER undersigned",
    "GRANT pg_checkpoint TO undersigned",
)


# Every call by which a file can come to be, or be opened for writing
WRITING = "trace=open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat"


class Stack(contextlib.AbstractContextManager):
    """processes: which to start. traced: a folder for what strace says of every process, or None. static: collected."""

    def __init__(self, *, processes=ORDER, static=None, traced=None, statement_timeout="15s"):
        self.folder = Path(tempfile.mkdtemp(prefix="undersigned-stack-"))
        self.run = Path(tempfile.mkdtemp(prefix="us-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # noqa: S108
        self.names, self.traced, self.statement_timeout = processes, traced, statement_timeout
        self.static = static or ROOT / "var" / "static"
        self.logs, self.var, self.data = (self.folder / name for name in ("logs", "var", "postgresql"))
        self.etc, self.home, self.tmp = (self.folder / name for name in ("etc", "home", "tmp"))
        self.processes, self.http, self.https = {}, _free_port(), _free_port()

    def __enter__(self):
        try:
            self._prepare()
            for name in ORDER:
                if name in self.names:
                    self.start(name)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in reversed(list(self.processes)):
            with contextlib.suppress(Exception):
                self.stop(name)
        if hasattr(self, "mail"):
            self.mail.close()
        for folder in (self.folder, self.run):
            shutil.rmtree(folder, ignore_errors=True)

    def _prepare(self):
        for folder in (self.logs, self.var, self.etc, self.home, self.tmp):
            folder.mkdir(mode=0o700)
        for folder in (self.folder, self.run):
            folder.chmod(0o711)
        self.socket_folder = self.run / "postgresql"
        self.socket_folder.mkdir()
        if programs.postgres_user():
            shutil.chown(self.socket_folder, programs.postgres_user())
        self.mail = MailServer(self.folder / "mail")
        self.redis_conf, redis_url = programs.redis_files(self.etc, self.run)
        self.trusted = ssl.create_default_context(cafile=programs.certificate(self.etc))
        self.nginx_conf = programs.nginx_files(self.etc, self.run, http=self.http, https=self.https)
        if "postgres" in self.names:
            programs.make_cluster(self.data)
        (self.etc / "redis_url").write_text(redis_url)
        self.database_url = f"postgresql://undersigned@/undersigned?host={quote(str(self.socket_folder), safe='')}"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("UNDERSIGNED_")}
        self.env = kept | {
            "DJANGO_SETTINGS_MODULE": "organize.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "UNDERSIGNED_HOSTS": HOST,
            "UNDERSIGNED_VAR": str(self.var),
            "UNDERSIGNED_STATIC_ROOT": str(self.static),
            "UNDERSIGNED_DATABASE_URL": self.database_url,
            "UNDERSIGNED_REDIS_URL_FILE": str(self.etc / "redis_url"),
            "UNDERSIGNED_MAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "UNDERSIGNED_TRUSTED_PROXIES": "unix",
            # A crowd signs within a minute here; what asks it for work then has tests of its own.
            "UNDERSIGNED_BUSY_LETTER": "100000",
            "UNDERSIGNED_BUSY_SITE": "100000",
        }

    # Processes

    def start(self, name):
        """Start a process and return when it answers."""
        getattr(self, f"_start_{name}")()

    def _start_postgres(self):
        self._spawn("postgres", programs.postgres(self.data, self.socket_folder), user=programs.postgres_user())
        self._wait("postgres", lambda: self.connect_database("postgres").close())
        with self.connect_database("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'undersigned'").fetchone():
                for statement in GRANTS:
                    connection.execute(statement)
                with self.connect_database() as own:
                    own.execute("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO undersigned")
                self.manage("migrate", "--verbosity", "0")

    def _start_redis(self):
        self._spawn("redis", programs.redis(self.redis_conf))
        self._wait("redis", lambda: _touch(self.run / "redis.sock"))

    def _start_web(self):
        limit = quote(f"-c statement_timeout={self.statement_timeout}")
        env = self.env | {"UNDERSIGNED_DATABASE_URL": f"{self.database_url}&options={limit}"}
        self._spawn("web", programs.gunicorn(self.run / "app.sock"), env=env)
        self._wait("web", lambda: _touch(self.run / "app.sock"))

    def _start_work(self):
        self._spawn("work", programs.manage("work"))

    def _start_cron(self):
        self._spawn("cron", programs.manage("cron"))

    def _start_nginx(self):
        self._spawn("nginx", programs.nginx(self.nginx_conf))
        self._wait("nginx", lambda: self.connect("127.0.0.1").close())

    def _spawn(self, name, command, *, user=None, env=None):
        if self.traced:
            said = self.traced / f"{name}.{len(list(self.traced.iterdir()))}"
            command = [programs.found("strace"), "-f", "-q", "-s", "4096", "-e", WRITING, "-o", str(said), *command]
        with (self.logs / f"{name}.log").open("ab") as said:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT if user is None else "/", env=env or self.env, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, user=user, extra_groups=[] if user else None,
            )  # fmt: skip

    def _wait(self, name, attempt, seconds=60):
        until = time.monotonic() + seconds
        while True:
            try:
                return attempt()
            except (OSError, psycopg.OperationalError):
                if time.monotonic() > until or self.processes[name].poll() is not None:
                    said = (self.logs / f"{name}.log").read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"{name} did not start: {said}") from None
                time.sleep(0.05)

    def stop(self, name):
        """Ask a process to end, and wait."""
        # PostgreSQL: INT ends sessions at once, TERM would wait for them.
        self._end(name, signal.SIGINT if name == "postgres" else signal.SIGTERM)

    def kill(self, name):
        """Kill a process and everything it started, without asking."""
        self._end(name, signal.SIGKILL)

    def _end(self, name, number):
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number) if number == signal.SIGKILL or self.traced else process.send_signal(number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    # What people and operators do

    def connect(self, address):
        """A TLS connection to nginx from `address`."""
        return visitor.connect(self.https, address, self.trusted)

    def manage(self, *arguments, check=True):
        """Run a manage.py command as an operator would; what it said goes to the logs and is returned."""
        return self._command("manage", programs.manage(*arguments), check)

    def step(self, name, *arguments):
        """Run a step of tests/stack/steps.py in a process of the product; its answer."""
        done = self._command("steps", [sys.executable, "-m", "tests.stack.steps", name, *map(str, arguments)], True)
        return json.loads(done.stdout.splitlines()[-1])

    def _command(self, log, command, check):
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        with (self.logs / f"{log}.log").open("a") as said:
            said.write(done.stderr)
        if check and done.returncode:
            raise RuntimeError(f"{command[1:4]} failed: {done.stderr[-3000:]}")
        return done

    def connect_database(self, name="undersigned", user="postgres"):
        """An autocommitting psycopg connection; as `undersigned` it may do what the product may."""
        where = {"host": str(self.socket_folder), "dbname": name, "user": user, "connect_timeout": 5}
        return psycopg.connect(**where, autocommit=True)

    def sql(self, statement, params=None):
        """All rows of one statement, as the superuser."""
        with self.connect_database() as connection:
            done = connection.execute(statement, params)
            return done.fetchall() if done.description else []

    def redis(self):
        """A client with the product's own account."""
        import redis

        return redis.Redis.from_url((self.etc / "redis_url").read_text())


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _touch(path):
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(path))
