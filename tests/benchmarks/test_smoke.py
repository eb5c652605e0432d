"""Every benchmark still runs and prints what it should: tiny sizes, no figure is judged."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.benchmarks.__main__ import NAMES
from tests.benchmarks.place import ROOT, Place, product_env, why_no_database

TINY = "--size 60 --page 60 --rounds 1 --requests 30 --logged 200 --batch 50 --before 100 --passes 5 --slower 1".split()
TINY += ["--companies", "5", "--megabytes", "1", "--supporters", "300"]
LINES = {
    "site": {"sign-rate", "sign-cpu", "sign-p99", "sign-large-cpu-growth", "letter-cpu", "letter-large-cpu"},
    "passes": {"pass-cpu", "pass-seconds"},
    "batch": {"batch", "batch-memory"},
    "wave": {"wave", "wave-memory"},
    "verifier": {"verifier", "verifier-cpu"},
    "trustee": {"trustee", "trustee-memory"},
    "trustee-page": {"trustee-page", "trustee-page-seconds", "trustee-page-bar", "trustee-page-memory"},
    "phone": {"phone-sign", "phone-usable"},
    "rulebook": {"rulebook", "rulebook-seconds"},
    "npx": {"npx", "npx-memory"},
    "petition": {"petition-page-show-cpu", "petition-page-names-p50", "petition-confirm-cpu", "petition-export-memory"},
    "paper": {"paper-piece", "paper-piece-memory", "paper-volumes", "paper-volumes-ratio", "paper-volumes-memory"},
}


@pytest.fixture(scope="module")
def env():
    """None of the settings of tests, and where PostgreSQL runs a database that is migrated once for all."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("UNDERSIGNED_", "DJANGO_"))}
    env |= {key: value for key, value in os.environ.items() if key.startswith("UNDERSIGNED_BENCH_")}
    env["UNDERSIGNED_BENCH_STATIC_ROOT"] = str(settings.STATIC_ROOT)
    with Place() as place:
        if why_no_database() is None:
            url = place.database("migrated")
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, cwd=ROOT, env=product_env(url, place.folder / "migrated", None), check=True)
            env["UNDERSIGNED_BENCH_MIGRATED"] = url.rpartition("/")[2]
        yield env


@pytest.mark.parametrize("name", NAMES)
def test_benchmark_prints_its_lines(name, env):
    command = [sys.executable, "-m", "tests.benchmarks", name, *TINY]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as benchmark:
        try:
            out = benchmark.communicate(timeout=600)[0]
        finally:
            benchmark.terminate()  # it takes away its databases and servers, also when it is stopped
    assert benchmark.returncode == 0
    found = {line["name"]: line for line in map(json.loads, out.splitlines())}
    missing = [line["not_measured"] for line in found.values() if "not_measured" in line]
    if any("no PostgreSQL" in reason or "no Chromium" in reason for reason in missing):
        return
    assert LINES[name] <= found.keys()
    for line in LINES[name]:
        assert found[line]["median"] >= 0 and "aim" in found[line], line
