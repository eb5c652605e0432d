"""Prove the promises at their full figures, one by one: `make prove`, or `python -m tests.prove [P34 P41 …] [--again]`.

What was proven is kept in var/prove/, one file a promise, and not run again for the same commit: an interrupted run
goes on where it stopped. Exit 1 if a promise fails, or if a promise that was asked for has no test.
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "prove"
DEFINED = re.compile(r"^(?:async )?def test_p(\d+)_", re.MULTILINE)


def files_by_promise():
    """{34: [files that hold a test of P34]}, in order of number."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number in {int(number) for number in DEFINED.findall(path.read_text())}:
            found.setdefault(number, []).append(str(path.relative_to(ROOT)))
    return dict(sorted(found.items()))


def state_of_code():
    """What the code is now: the commit, and what differs from it."""
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    changed = subprocess.run([*git, "diff", "HEAD"], capture_output=True, text=True, check=False).stdout
    return f"{commit or 'no commit'}{' and changes' if changed else ''}"


def prove(number, files):
    """Run the tests of one promise at their full figures; the record that is kept."""
    figures = KEPT / f"P{number}.figures"
    figures.unlink(missing_ok=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-k", f"test_p{number}_", *files]
    env = dict(os.environ, UNDERSIGNED_TEST_PROVE="1", UNDERSIGNED_TEST_PROVE_FIGURES=str(figures))
    done = subprocess.run(command, cwd=ROOT, env=env, check=False)
    said = figures.read_text().splitlines() if figures.exists() else []
    figures.unlink(missing_ok=True)
    seconds = round(time.monotonic() - began)
    return {"code": state_of_code(), "holds": done.returncode == 0, "figures": said, "seconds": seconds}


def kept(number):
    path = KEPT / f"P{number}.json"
    return json.loads(path.read_text()) if path.exists() else None


def main(*asked):
    KEPT.mkdir(parents=True, exist_ok=True)
    again, asked = "--again" in asked, [int(word.lstrip("Pp")) for word in asked if word != "--again"]
    files = files_by_promise()
    without = [number for number in asked if number not in files]
    records = {}
    for number in asked or files:
        if number in without:
            continue
        record = kept(number)
        if again or not record or not record["holds"] or record["code"] != state_of_code():
            print(f"== P{number}", flush=True)
            record = prove(number, files[number])
            (KEPT / f"P{number}.json").write_text(json.dumps(record, indent=1) + "\n")
        records[number] = record
    print("\npromise\tholds\tseconds\treached")
    for number, record in records.items():
        reached = "; ".join(record["figures"]) or "nothing was said"
        print(f"P{number}\t{'yes' if record['holds'] else 'NO'}\t{record['seconds']}\t{reached}")
    for number in without:
        print(f"P{number}\tNO\t\tno test is named after it")
    return 1 if without or not all(record["holds"] for record in records.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
