"""Sheets of codes leave memory for the answer and nowhere else: strace sees no process of theirs write a file."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from tests.conftest import IN_CI
from tests.leaks.test_written_paths import written
from tests.stack.stack import WRITING

MAKE = """
import django; django.setup()
from petitions.documents.codes import parts
assert next(parts(["A" * 20] * 30, language="en")).startswith(b"%PDF")
"""
LEAK = MAKE + "\nimport tempfile; tempfile.NamedTemporaryFile(prefix='leaked-').write(b'x')"
NOWHERE = ("/dev/null", "/dev/tty", "/proc/self/")


def paths(script, folder):
    """Every path that a process of `script` opened for writing or made, but the folders that the settings make."""
    if not shutil.which("strace"):
        (pytest.fail if IN_CI else pytest.skip)("no strace here (apt-get install strace)")
    folder.mkdir()
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["strace", "-f", "-q", "-s", "4096", "-e", WRITING, "-o", str(folder / "made.0")]
    subprocess.run([*command, sys.executable, "-c", script], cwd=settings.ROOT, env=env, check=True)
    ours = str(settings.VAR.parent)
    return [path for path in written(folder) if not path.startswith((*NOWHERE, ours))]


def test_sheets_of_codes_are_written_nowhere(tmp_path):
    assert paths(MAKE, tmp_path / "clean") == []
    leaked = paths(LEAK, tmp_path / "leaking")
    assert any("leaked-" in path for path in leaked), "a file that is written is seen"
