"""What the stack is made of, as command lines: the files under deploy/, only their addresses and folders changed."""

import getpass
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
HOST = "letters.example.org"  # the name in deploy/nginx.conf
INCLUDED = ("proxy.inc", "proxy-desk.inc", "proxy-static.inc", "refusal.inc")


def found(name):
    """The path of a program; Debian keeps PostgreSQL's and nginx's outside of PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    places = [os.environ.get("PATH", ""), "/usr/sbin", *map(str, versions)]
    return shutil.which(name, path=os.pathsep.join(places))


def missing():
    """Programs of the stack that are not installed here."""
    return [name for name in ("nginx", "redis-server", "initdb", "postgres", "pg_dump") if found(name) is None]


def adapted(name, changes):
    """A file of deploy/ as text, with each key of `changes` replaced: all of them must occur in it."""
    text = (DEPLOY / name).read_text()
    for old, new in changes.items():
        if old not in text:
            raise LookupError(f"deploy/{name} no longer holds {old!r}")
        text = text.replace(old, new)
    return text


def nginx_files(folder, run, *, http, https):
    """Write nginx.conf and what it includes into `folder`; the path of the first."""
    changes = {
        "/run/undersigned": str(run),
        "/etc/undersigned/tls": str(folder),
        "listen 80": f"listen 127.0.0.1:{http}",
        "listen 443": f"listen 127.0.0.1:{https}",
        "user www-data;": f"user {getpass.getuser()};",
    }
    (folder / "nginx.conf").write_text(adapted("nginx.conf", changes))
    for name in INCLUDED:
        shutil.copyfile(DEPLOY / name, folder / name)
    return folder / "nginx.conf"


def nginx(conf):
    return [found("nginx"), "-e", "/dev/null", "-g", "daemon off;", "-c", str(conf)]


def certificate(folder):
    """A certificate for HOST that only this run's visitors trust: fullchain.pem and privkey.pem."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}",
         "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "fullchain.pem"


def redis_files(folder, run):
    """Write redis.conf and its accounts into `folder`; (the path of the first, the URL for the product)."""
    password = secrets.token_urlsafe(24)
    # As deploy/README.md gives it.
    account = "~* &* +@all -@dangerous +info +client|list"
    (folder / "redis.acl").write_text(f"user default off\nuser undersigned on >{password} {account}\n")
    (folder / "redis.acl").chmod(0o600)
    changes = {"/run/undersigned": str(run), "/etc/undersigned/redis.acl": str(folder / "redis.acl")}
    (folder / "redis.conf").write_text(adapted("redis.conf", changes))
    return folder / "redis.conf", f"unix://undersigned:{password}@{run}/redis.sock?db=0"


def redis(conf):
    return [found("redis-server"), str(conf)]


def postgres_user():
    """Whom PostgreSQL runs as: it refuses root."""
    return "postgres" if os.getuid() == 0 else None


def make_cluster(data):
    """A new, empty cluster in `data` that reads deploy/postgresql.conf last, as deploy/README.md says."""
    who = postgres_user()
    data.mkdir(mode=0o700)
    if who:
        entry = pwd.getpwnam(who)
        os.chown(data, entry.pw_uid, entry.pw_gid)
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(
        [found("initdb"), *options, "-D", str(data)], check=True, capture_output=True, user=who, cwd="/",
        extra_groups=[] if who else None, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    shutil.copyfile(DEPLOY / "postgresql.conf", data / "undersigned.conf")
    (data / "undersigned.conf").chmod(0o644)
    with (data / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'undersigned.conf'\n")


def postgres(data, socket_folder):
    only_here = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={socket_folder}"]
    return [found("postgres"), "-D", str(data), *only_here]


def gunicorn(socket_path):
    return [sys.executable, "-m", "gunicorn", "-c", str(DEPLOY / "gunicorn.conf.py"), "--bind", f"unix:{socket_path}",
            "organize.wsgi"]  # fmt: skip


def manage(*arguments):
    return [sys.executable, str(ROOT / "manage.py"), *arguments]
