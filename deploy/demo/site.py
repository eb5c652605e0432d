"""The demo's own site: its own folder and database, served by this process, with a clock that only the story moves."""

import base64
import hmac
import os
import re
import shutil
import sqlite3
import struct
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var" / "demo"
DATABASE = VAR / "db.sqlite3"
MADE_BY_DEMO = 0x44454D4F  # SQLite's application_id of a database that only this program makes


def fresh_folder():
    """An empty var/demo. What an earlier demo left there is removed, and nothing else ever is."""
    if DATABASE.exists() and not is_ours(DATABASE):
        sys.exit("var/demo/db.sqlite3 was not made by the demo: move it away, then run this again.")
    shutil.rmtree(VAR, ignore_errors=True)
    VAR.mkdir(mode=0o700, parents=True)
    with sqlite3.connect(DATABASE) as connection:
        connection.execute(f"PRAGMA application_id = {MADE_BY_DEMO}")
    connection.close()


def is_ours(path):
    """Whether this SQLite file carries the demo's mark (bytes 68 to 72 of the header)."""
    with path.open("rb") as file:
        return file.read(72)[68:72] == MADE_BY_DEMO.to_bytes(4, "big")


def set_up():
    """Point the settings at var/demo, whatever the environment says, and load Django with empty tables."""
    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "organize.settings",
        "UNDERSIGNED_VAR": str(VAR),
        "UNDERSIGNED_ASSETS": str(ROOT / "var" / "assets"),
        "UNDERSIGNED_DATABASE_URL": f"sqlite:///{DATABASE}",
    }
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.EMAIL_BACKEND = "deploy.demo.mailbox.Echo"
    call_command("migrate", verbosity=0)


def move_time(at):
    """Run the clock's work as of `at`. Only ever in the database that the demo made."""
    from django.conf import settings

    from petitions import jobs

    name = Path(settings.DATABASES["default"]["NAME"])
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3" or not is_ours(name):
        raise RuntimeError("time is moved in the demo's own database and in no other")
    jobs.tick(at=at)


def code_in(text):
    """The sign-in code in a mail's text: on a line of its own."""
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", text, re.MULTILINE)
    if found is None:
        raise LookupError("no code in the mail")
    return found[1]


def digits(secret):
    """What an authenticator app with this secret shows now (RFC 6238: HMAC-SHA-1, half minutes, six digits)."""
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    (number,) = struct.unpack_from(">I", mac, mac[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"
