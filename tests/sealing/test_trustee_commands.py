"""The command line as a person runs it: own folders, files passed by hand, one sentence for bad input."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from petitions.sealing import bundle as bundles
from petitions.sealing import cli, trustee, trustee_release, zipfmt
from petitions.sealing.encoding import sha256
from petitions.sealing.trustee_home import Home
from tests.sealing import world as w
from tests.sealing.trustees import PASSPHRASE


def run(*argv, stdin=""):
    """The tool in this process, as the command line calls it: (exit code, what it printed)."""
    out, sys.stdin, kept = io.StringIO(), io.StringIO(stdin), (sys.stdin, sys.stdout, sys.stderr)
    sys.stdout = sys.stderr = out
    try:
        return cli.main([str(part) for part in argv]), out.getvalue()
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept


def test_command_line_from_init_to_destroy(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    secret = tmp_path / "passphrase"
    secret.write_text("a long passphrase\n", encoding="utf-8")
    answers = []
    scope = sha256(b"command line").hex()
    for name in "AB":
        own = ("--home", tmp_path / name, "--passphrase-file", secret)
        code, said = run("trustee", "init", *own, "--name", name, "--contact", "x", "--url", f"https://{name}.example")
        assert code == 0, said
        draft = {"v": 1, "scope": scope, "title": "A letter", "trustee": name, "n": 2, "t": 2}
        (tmp_path / "draft.json").write_text(json.dumps(draft), encoding="utf-8")
        code, said = run("trustee", "join", *own, "draft.json", "--out", f"join-{name}.json")
        answers.append(json.loads((tmp_path / f"join-{name}.json").read_bytes()))
        fingerprint = trustee.key_fingerprint(
            bytes.fromhex(answers[-1]["ed25519"]), bytes.fromhex(answers[-1]["xwing"])
        )
        assert code == 0 and fingerprint in said
    keys = ("name", "contact", "url", "ed25519", "xwing")
    trustees = [{key: answer[key] for key in keys} for answer in answers]
    today = trustee_release.day_of(cli.datetime.now(cli.UTC))
    dates = {"opens": today - 40, "closes": today - 9, "destroy_by": today + 9, "notice_hours": 0}
    world = w.new(n=2, t=2, scope=bytes.fromhex(scope), trustees=trustees, **dates)
    world.identities = [Home(tmp_path / name).identity_seed("a long passphrase") for name in "AB"]
    world.day = today - 40
    bundles.write(tmp_path / "frozen", w.files(world))
    address = world.manifest.address
    for name in "AB":
        own = ("--home", tmp_path / name, "--passphrase-file", secret)
        code, said = run(
            "trustee", "approve", *own, "frozen", "--fingerprint", address, "--out", f"{name}-approval.json"
        )
        assert code == 0 and world.manifest.letter_id.hex() in said and "We ask for three things" in said
        assert run("trustee", "selftest", *own, address)[0] == 0
    code, said = run("trustee", "approve", *own, "frozen", "--fingerprint", "a" * 32)
    assert (code, said.count("\n") > 3) == (1, True) and "Do not approve" in said
    for name in "AB":  # seen in time: late growth is judged by the real clock here, so nothing signs after this look
        state = Home(tmp_path / name).letter(bytes.fromhex(scope))
        state.save_state({"seen": None, "notices": {}, "withdrawals": {}})
    code, said = run("verify", "frozen")
    assert code == 0, said
    code, said = run("trustee", "release", *own, "frozen", "--wave", "1")
    assert code == 1 and "Wave 1 has not been announced" in said
    code, said = run(
        "trustee", "destroy", *own, address, "--fingerprint", world.manifest.fingerprint, "--out", "gone.json"
    )
    statement = json.loads((tmp_path / "gone.json").read_bytes())
    assert code == 0 and statement["trustee"] == 2
    code, said = run("trustee", "selftest", *own, address)
    assert code == 1 and "destroyed or moved" in said


BAD_INPUT = [
    ("trustee", "join", "{home}", "{binary}"),
    ("trustee", "approve", "{home}", "{binary}"),
    ("trustee", "approve", "{home}", "{missing}"),
    ("trustee", "look", "{home}", "{binary}"),
    ("trustee", "withdrawal", "{home}", "{binary}"),
    ("trustee", "release", "{home}", "{binary}", "--wave", "1"),
    ("trustee", "fetch", "{home}", "ftp://example.org/"),
    ("trustee", "fetch", "{home}", "http://127.0.0.1:1/l/x/"),
    ("trustee", "destroy", "{home}", "nothing"),
]


@pytest.mark.parametrize("argv", BAD_INPUT, ids=lambda argv: " ".join(argv[1:]))
def test_bad_input_is_one_sentence_and_no_traceback(argv, homes, letter, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "secret").write_text(PASSPHRASE, encoding="utf-8")
    home = homes[0][0].path
    words = {"{binary}": ["binary"], "{missing}": ["nowhere"]}
    words["{home}"] = ["--home", home, "--passphrase-file", "secret"]
    code, said = run(*(part for word in argv for part in words.get(word, [word])))
    assert code == 1 and said.strip().count("\n") == 0 and said.strip().endswith("."), said


def test_verify_of_nothing_is_unreadable(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("no bundle", encoding="utf-8")
    for name in ("empty", "text", "missing"):
        assert run("verify", tmp_path / name)[0] == 2


BLOCKER = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "gmpy2", "organize", "rq", "redis", "allauth", "bleach"}:
            raise ImportError("not for the tools: " + name)

sys.meta_path.insert(0, Block())
sys.path.insert(0, sys.argv.pop(1))
from petitions.sealing.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_tools_need_nothing_but_cryptography(tmp_path):
    root = Path(__file__).resolve().parents[2]
    bundles.write(tmp_path / "bundle", w.files(w.played()))
    command = [sys.executable, "-I", "-c", BLOCKER, str(root), "verify", str(tmp_path / "bundle")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All checks hold" in done.stdout
    bad = subprocess.run(
        [sys.executable, "-I", "-c", BLOCKER.replace('"django"', '"cryptography"'), str(root), "verify", "x"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "not for the tools" in bad.stderr  # the blocker blocks
    (tmp_path / "x.zip").write_bytes(b"".join(zipfmt.stream({})))
