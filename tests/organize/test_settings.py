"""The settings of a fresh machine are safe, and unsafe ones do not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def ask(code, folder, **environment):
    """Run `code` with the product's own settings in a process of its own; returns it finished."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("UNDERSIGNED_", "DJANGO_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "organize.settings", "UNDERSIGNED_VAR": str(folder), **environment}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


CHECK = "import django; django.setup(); from django.core.management import call_command; call_command('check')"


def test_nothing_set_is_a_laptop(tmp_path):
    shown = ask(
        "from django.conf import settings as s;"
        "print(s.DEBUG, s.ALLOWED_HOSTS, s.EMAIL_BACKEND, s.ADMINS, s.DATABASES['default']['ENGINE'], s.REDIS_URL)",
        tmp_path,
    )
    assert shown.returncode == 0, shown.stderr
    for part in ("False", "127.0.0.1", "console", "[]", "sqlite3"):
        assert part in shown.stdout
    key = tmp_path / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 64


def test_every_machine_has_its_own_secret_key_and_keeps_it(tmp_path):
    show = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, again = ask(show, tmp_path / "a"), ask(show, tmp_path / "a")
    other = ask(show, tmp_path / "b")
    assert first.stdout == again.stdout != other.stdout


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"UNDERSIGNED_HOSTS": "letters.example", "UNDERSIGNED_DEBUG": "1"}, "organize.E001"),
        ({"UNDERSIGNED_HOSTS": "*"}, "organize.E002"),
        ({"UNDERSIGNED_HOSTS": ".example"}, "organize.E002"),
        ({"UNDERSIGNED_HOSTS": "letters.example", "UNDERSIGNED_SECRET_KEY": "short"}, "organize.E004"),
        ({"UNDERSIGNED_HOSTS": "letters.example"}, "organize.E005"),
        ({"UNDERSIGNED_HOSTS": "letters.example"}, "organize.E006"),
        ({"UNDERSIGNED_ONION": "b" * 56 + ".onion"}, "organize.E007"),
        ({"UNDERSIGNED_HOSTS": "short.onion", "UNDERSIGNED_ONION": "short.onion"}, "organize.E007"),
        ({"UNDERSIGNED_PUBLIC_ORIGIN": "https://letters.example/l/"}, "organize.E008"),
        ({"UNDERSIGNED_PUBLIC_ORIGIN": "letters.example"}, "organize.E008"),
        ({"UNDERSIGNED_DEBUG": "perhaps"}, "must be 1 or 0"),
        ({"UNDERSIGNED_DATABASE_URL": "mysql://x/y"}, "must begin with postgresql://"),
        ({"UNDERSIGNED_MAIL_URL": "mail.example"}, "must look like smtp://"),
    ],
)
def test_unsafe_or_broken_settings_stop_the_start(environment, complaint, tmp_path):
    done = ask(CHECK, tmp_path, **environment)
    assert done.returncode != 0
    assert complaint in done.stderr


def test_real_host_starts_with_host_cookies(tmp_path):
    environment = {
        "UNDERSIGNED_HOSTS": "letters.example",
        "UNDERSIGNED_MAIL_URL": "smtp://127.0.0.1:2525",
        "UNDERSIGNED_REDIS_URL": "redis://:long@127.0.0.1:6379/9",
    }
    done = ask(CHECK, tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    shown = ask(
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE)",
        tmp_path,
        **environment,
    )
    assert shown.stdout.split() == ["__Host-sid", "True"]


def test_application_server_starts_only_where_the_checks_hold(tmp_path):
    """gunicorn loads organize.wsgi and runs no checks by itself."""
    environment = {
        "UNDERSIGNED_HOSTS": "letters.example",
        "UNDERSIGNED_MAIL_URL": "smtp://127.0.0.1:2525",
        "UNDERSIGNED_REDIS_URL": "redis://:long@127.0.0.1:6379/9",
    }
    load = "import organize.wsgi; print('started')"
    assert ask(load, tmp_path, **environment).stdout == "started\n"
    unsafe = ask(load, tmp_path, **environment, UNDERSIGNED_DEBUG="1")
    assert unsafe.returncode != 0
    assert "organize.E001" in unsafe.stderr
    assert "started" not in unsafe.stdout


def test_origin_of_addresses_follows_the_hosts(tmp_path):
    show = "from django.conf import settings; print(settings.PUBLIC_ORIGIN)"
    onion = "c" * 56 + ".onion"
    assert ask(show, tmp_path).stdout == "http://127.0.0.1:8000\n"
    assert ask(show, tmp_path, PORT="8001").stdout == "http://127.0.0.1:8001\n"
    assert ask(show, tmp_path, UNDERSIGNED_HOSTS="letters.example,b.example").stdout == "https://letters.example\n"
    assert ask(show, tmp_path, UNDERSIGNED_HOSTS=onion).stdout == f"http://{onion}\n"


def test_operator_is_told_where_the_source_must_be_offered(tmp_path):
    environment = {
        "UNDERSIGNED_HOSTS": "letters.example",
        "UNDERSIGNED_MAIL_URL": "smtp://127.0.0.1:2525",
        "UNDERSIGNED_REDIS_URL": "redis://:long@127.0.0.1:6379/9",
    }
    assert "organize.W001" in ask(CHECK, tmp_path, **environment).stderr
    told = ask(CHECK, tmp_path, **environment, UNDERSIGNED_SOURCE_URL="https://s.example/")
    assert "organize.W001" not in told.stderr


def test_secret_can_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 50 + "\n")
    show = "from django.conf import settings; print(settings.SECRET_KEY)"
    shown = ask(show, tmp_path, UNDERSIGNED_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert shown.stdout == "k" * 50 + "\n"
