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
        "UNDERSIGNED_REDIS_URL": "redis://127.0.0.1:6379/9",
    }
    done = ask(CHECK, tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    shown = ask(
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE)",
        tmp_path,
        **environment,
    )
    assert shown.stdout.split() == ["__Host-sid", "True"]


def test_secret_can_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 50 + "\n")
    show = "from django.conf import settings; print(settings.SECRET_KEY)"
    shown = ask(show, tmp_path, UNDERSIGNED_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert shown.stdout == "k" * 50 + "\n"
