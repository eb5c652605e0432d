"""The trustee's tool as a person runs it: own folders, own passphrases, files passed by hand, and every refusal."""

import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from petitions.sealing import bundle as bundles
from petitions.sealing import cli, entries, rows, trustee, trustee_release, zipfmt
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import Malformed, Rejected
from petitions.sealing.trustee_home import Home
from tests.sealing import world as w

PASSPHRASE = "correct horse"
SCOPE = sha256(b"the scope of this test")


def at(world, **later):
    return trustee_release.midnight(world.day) + timedelta(**later)


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Three trustees who have joined one letter."""
    found = []
    for name in "ABC":
        home = Home(tmp_path_factory.mktemp(f"home-{name}"))
        trustee.init(home, name=f"T. {name}", contact="call me", url=f"https://{name}.example", passphrase=PASSPHRASE)
        draft = {"v": 1, "scope": SCOPE.hex(), "title": "To the board", "trustee": f"T. {name}", "n": 3, "t": 2}
        answer = trustee.join(home, trustee.read_draft(json.dumps(draft).encode()), passphrase=PASSPHRASE)
        found.append((home, answer))
    return found


def frozen(homes, **fields):
    """The letter these trustees joined, with their keys in a World."""
    keys = ("name", "contact", "url", "ed25519", "xwing")
    seats = [{key: answer[key] for key in keys} for _home, answer in homes]
    world = w.new(scope=SCOPE, trustees=seats, tiers=[2, 3, 8], **fields)
    world.identities = [home.identity_seed(PASSPHRASE) for home, _answer in homes]
    return world


def folder(tmp_path, files, name="letter"):
    path = tmp_path / name
    bundles.write(path, files)
    return path


@pytest.fixture(scope="module")
def letter(homes, tmp_path_factory):
    """The letter, approved by all three with their tools; early wave announced but not yet released."""
    world = frozen(homes)
    path = folder(tmp_path_factory.mktemp("frozen"), w.files(world))
    for seat, (home, _answer) in enumerate(homes, 1):
        reading = trustee.read_letter(home, path)
        approval = trustee.approve(home, reading, fingerprint=world.manifest.fingerprint, passphrase=PASSPHRASE)
        assert approval["trustee"] == seat
    for tier in (2, 3, 3, 8):
        w.sign(world, tier=tier, name=f"Person of {tier}")
    w.sign(world, tier=0, name="Public")
    w.batch(world)
    w.notice(world)
    return world


def copy(world):
    return w.World(
        **{
            key: value.copy() if isinstance(value, (list, dict, set)) else value
            for key, value in vars(world).items()
        }
    )


def shown(home, world, **later):
    with bundles.Bundle.of(w.files(world)) as bundle:
        return trustee_release.look(home, bundle, now=at(world, **later), processes=1)


def planned(home, world, wave=1, **more):
    later = more.pop("later", {})
    bundle = bundles.Bundle.of(more.pop("files", None) or w.files(world, sealed=True))
    return trustee_release.prepare(home, bundle, wave, now=at(world, **later), processes=1, **more)


@pytest.fixture
def fresh(homes, letter):
    """The same letter and the first trustee's device as it was before it saw any log."""
    home, _answer = homes[0]
    state = home.letter(SCOPE).path / "state.json"
    state.unlink(missing_ok=True)
    yield home, copy(letter)
    state.unlink(missing_ok=True)


def after_notice(home, world):
    shown(home, world)
    w.batch(world, days=3)


def test_release_opens_exactly_what_is_due(fresh):
    home, world = fresh
    after_notice(home, world)
    plan = planned(home, world)
    assert plan.summary == "tier 3: 3 to open, 0 withdrawn, 1 stay sealed"
    raw = trustee_release.carry_out(home, plan, compared=plan.snapshot, passphrase=PASSPHRASE, processes=1)
    world.releases[1, 1] = raw
    assert w.story(world).waves[0].releases[0].ok.keys() == {head.leaf for head in plan.record.ruling.due}


def test_release_stops_when_another_trustee_reads_another_log(fresh):
    home, world = fresh
    after_notice(home, world)
    plan = planned(home, world)
    with pytest.raises(Rejected) as refusal:
        trustee_release.carry_out(home, plan, compared=(plan.snapshot[0], bytes(32)), passphrase=PASSPHRASE)
    assert refusal.value.check == "compared"


def refused(home, world, check, **more):
    with pytest.raises(Rejected) as refusal:
        planned(home, world, **more)
    assert refusal.value.check == check, str(refusal.value)
    return str(refusal.value)


def test_notice_must_be_seen_for_its_hours_first(fresh):
    home, world = fresh
    w.batch(world, days=3)  # the device looks for the first time at the snapshot
    assert "first saw the notice" in refused(home, world, "early")
    refused(home, world, "early", later={"hours": 71, "minutes": 59})
    planned(home, world, later={"hours": 72})


def test_release_waits_for_the_snapshot_day(fresh):
    home, world = fresh
    shown(home, world)
    assert "withdraw until" in refused(home, world, "early", later={"hours": 71})


def test_unannounced_wave_is_refused(fresh):
    home, world = fresh
    after_notice(home, world)
    refused(home, world, "wave", wave=2)


def test_log_that_does_not_extend_the_one_seen_is_refused(fresh):
    home, world = fresh
    other = copy(world)
    other.log, other.notes, other.notices, other.receipts = [], [], [], []
    other.day = w.OPENS
    w.sign(other, tier=8, name="Forked")
    w.batch(other)
    shown(home, other)
    w.batch(world, days=3)
    assert "extension" in refused(home, world, "log")


def test_snapshot_without_a_withdrawal_handed_in_is_refused(fresh):
    home, world = fresh
    shown(home, world)
    pass_, _leaf = w.sign(world, tier=2, name="Wants Out")
    w.batch(world)
    raw = entries.make_withdraw(letter_id=world.manifest.letter_id, seq=1, ssk=pass_.ssk)
    handed = trustee_release.read_withdrawal(raw)
    w.batch(world, days=2)
    refused(home, world, "withdrawal", withdrawals=[handed])
    planned(home, world)  # nobody handed it in on this device: nothing stands against it
    trustee_release.hand_in(home, handed, now=at(world, hours=1))
    planned(home, world)  # handed in after the snapshot: too late for this wave
    home.letter(SCOPE).save_state(
        home.letter(SCOPE).state() | {"withdrawals": {raw.hex(): at(world, hours=-1).isoformat()}}
    )
    refused(home, world, "withdrawal")
    w.accept(world, raw, None)
    world.day -= 1
    w.batch(world)
    planned(home, world)


def test_signatures_first_seen_long_after_closing_are_refused(fresh):
    home, world = fresh
    world.notices.clear()
    shown(home, world)
    w.sign(world, tier=8, name="Stuffed")
    world.day = w.CLOSES
    w.batch(world, days=0)
    w.notice(world, final=True)
    w.batch(world, days=3)
    assert "1 signatures were first seen" in refused(home, world, "late")


def test_signatures_seen_within_a_day_of_closing_are_taken(fresh):
    home, world = fresh
    world.notices.clear()
    w.sign(world, tier=8, name="In Time")
    world.day = w.CLOSES + 1  # the batch that ends the last day is dated the day after it
    w.batch(world, days=0)
    w.notice(world, final=True)
    shown(home, world, hours=24)
    w.batch(world, days=3)
    planned(home, world, later={"hours": 24})


def test_missing_due_blob_stops_the_release(fresh):
    home, world = fresh
    after_notice(home, world)
    files = w.files(world, sealed=True)
    assert "3 sealed blobs that are due are missing" in refused(
        home, world, "blobs", files=files | {"blobs.bin": b""}
    )


def test_missing_approval_is_refused(fresh):
    home, world = fresh
    after_notice(home, world)
    files = w.files(world, sealed=True)
    two = rows.read_approvals(files["approvals.json"], 1 << 20)[:2]
    refused(home, world, "approvals", files=files | {"approvals.json": rows.approvals(two)})


def test_letter_not_approved_here_is_refused(fresh, homes):
    home, _world = fresh
    other = w.new()
    w.sign(other, tier=2)
    w.batch(other)
    with pytest.raises(Rejected) as refusal:
        shown(home, other)
    assert refusal.value.check == "letter"


def test_another_notice_for_a_wave_already_seen_is_refused(fresh):
    home, world = fresh
    shown(home, world)
    world.notices.clear()
    w.sign(world, tier=8)
    w.batch(world)
    w.notice(world)
    w.batch(world, days=3)
    assert "not the one that was seen" in refused(home, world, "notices", later={"hours": 80})


def test_wrong_passphrase_is_named(fresh):
    home, world = fresh
    after_notice(home, world)
    plan = planned(home, world)
    with pytest.raises(Rejected) as refusal:
        trustee_release.carry_out(home, plan, compared=plan.snapshot, passphrase="wrong horse")
    assert refusal.value.check == "passphrase"


def test_selftest_opens_only_its_own_box(homes, letter):
    home, _answer = homes[1]
    assert trustee.selftest(home, letter.manifest.address, passphrase=PASSPHRASE)
    assert trustee.selftest(home, letter.manifest.letter_id.hex(), passphrase=PASSPHRASE)
    with pytest.raises(Rejected):
        trustee.selftest(home, "a" * 32, passphrase=PASSPHRASE)


def test_approve_refuses_another_text_or_name_or_fingerprint(homes, letter, tmp_path):
    home, _answer = homes[0]
    files = w.files(letter)
    with pytest.raises(Rejected) as refusal:
        trustee.read_letter(home, folder(tmp_path, files | {"letter.md": b"# Another\n"}, "text"))
    assert refusal.value.check == "letter"
    with pytest.raises(Rejected):
        trustee.read_letter(home, folder(tmp_path, files | {"letter.de.md": b"# Anders\n"}, "translation"))
    renamed = json.loads(files["manifest.json"])
    renamed["trustees"][0]["name"] = "Somebody Else"
    with pytest.raises(Rejected) as refusal:
        trustee.read_letter(home, folder(tmp_path, files | {"manifest.json": json.dumps(renamed).encode()}, "name"))
    assert refusal.value.check == "approve"
    short = json.loads(files["manifest.json"])
    del short["destroy_by"]
    with pytest.raises(Malformed) as refusal:
        trustee.read_letter(home, folder(tmp_path, files | {"manifest.json": json.dumps(short).encode()}, "field"))
    assert "destroy_by" in str(refusal.value)
    packed = tmp_path / "letter.zip"
    packed.write_bytes(bundles.zip_bytes(files))
    reading = trustee.read_letter(home, packed)
    wrong = "b" + letter.manifest.address[1:] if letter.manifest.address[0] != "b" else "c" * 32
    with pytest.raises(Rejected) as refusal:
        trustee.approve(home, reading, fingerprint=wrong, passphrase=PASSPHRASE)
    assert refusal.value.check == "fingerprint"


def test_scope_issuer_roster_and_keys_are_never_approved_twice(homes, letter, tmp_path):
    home, _answer = homes[0]
    again = frozen(homes, deliver_at=7)  # the same scope and keys, another letter
    with pytest.raises(Rejected) as refusal:
        trustee.read_letter(home, folder(tmp_path, w.files(again)))
    assert refusal.value.check == "reuse"
    record = trustee._record(letter.manifest)
    for field in ("scope", "issuer", "roster", "xwing"):
        known = {"letter_id": "00", "scope": "1", "issuer": "2", "roster": "3", "xwing": []} | {field: record[field]}
        (home.path / "approved.json").rename(home.path / "kept.json")
        try:
            home.save_approved(known)
            with pytest.raises(Rejected) as refusal:
                trustee._check_fresh(home, letter.manifest)
            assert refusal.value.check == "reuse"
        finally:
            (home.path / "kept.json").replace(home.path / "approved.json")


def test_join_gives_the_same_answer_again(homes):
    home, answer = homes[0]
    draft = {"v": 1, "scope": SCOPE.hex(), "title": "To the board", "trustee": "T. A", "n": 3, "t": 2}
    assert trustee.join(home, draft, passphrase=PASSPHRASE) == answer


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
        code, said = run(
            "trustee", "init", *own, "--name", name, "--contact", "x", "--url", f"https://{name}.example"
        )
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
