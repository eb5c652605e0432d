"""From the process environment to settings: strings in, Django's dictionaries out. No Django here."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

PREFIX = "UNDERSIGNED_"


def env(name, default=None):
    """The value of UNDERSIGNED_<name>, or the content of the file named by UNDERSIGNED_<name>_FILE, or the default."""
    path = os.environ.get(f"{PREFIX}{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(PREFIX + name, default)


def flag(name, *, default):
    """A yes or no; anything else than 1/0, yes/no, true/false stops the start."""
    value = env(name)
    if value in (None, ""):
        return default
    try:
        return {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}[value.lower()]
    except KeyError:
        raise SystemExit(f"{PREFIX}{name} must be 1 or 0.") from None


def number(name, default):
    """A whole number of at least 1; anything else stops the start."""
    value = env(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise SystemExit(f"{PREFIX}{name} must be a whole number of at least 1.")
    return int(value)


def listed(name):
    """A comma-separated list, empty when unset."""
    return [part.strip() for part in (env(name) or "").split(",") if part.strip()]


def public_origin(host, *, https, is_laptop):
    """The beginning of every address that is handed out. A laptop's own site listens on PORT, as in `serve`."""
    port = f":{os.environ.get('PORT') or 8000}" if is_laptop else ""
    return f"{'https' if https else 'http'}://{host}{port}"


def secret_key(path):
    """UNDERSIGNED_SECRET_KEY, else a random one kept in `path`, which only its owner may read."""
    given = env("SECRET_KEY")
    if given:
        return given
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN instead of failing half-way
    "timeout": 20,
    # FULL: an answer "received" must survive a power cut. secure_delete: a withdrawn row is overwritten, not unlinked.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;",
}


def database(url):
    """Django's entry for postgresql://user:password@host:port/name?option=… or sqlite:///path.

    Connections stay open (measured: a new one for each request costs 4.5 to 7.5 times the CPU). They are not probed
    first, which would cost a round trip each: after a database restart one request per thread fails, then reconnects.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path,
            "OPTIONS": dict(SQLITE),
            "CONN_MAX_AGE": None,
        }
    if parts.scheme not in ("postgresql", "postgres"):
        raise SystemExit(f"{PREFIX}DATABASE_URL must begin with postgresql:// or sqlite:///.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or env("DATABASE_PASSWORD", ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
    }


def mail(url):
    """Django's e-mail settings for smtp://user:password@host:port (or smtps://); the console when empty."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SystemExit(f"{PREFIX}MAIL_URL must look like smtp://host:port or smtps://user:password@host:port.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or "") or env("MAIL_PASSWORD", ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
