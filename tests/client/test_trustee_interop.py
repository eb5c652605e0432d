"""A trustee who uses the core in JavaScript beside two who use Python: every file of one is the other's."""

import json
from itertools import combinations

import pytest

from petitions.sealing import (
    ed25519,
    entries,
    keyfile,
    opening,
    release,
    rows,
    trustee,
    trustee_file,
    trustee_release,
    xwing,
)
from petitions.sealing.bundle import Bundle
from petitions.sealing.encoding import sha256
from petitions.sealing.trustee_home import Home
from tests.client.core import Refused, verdict
from tests.client.trustee_file import kept, moment
from tests.sealing import world as w
from tests.sealing.trustees import PASSPHRASE, SCOPE, at, copy

pytestmark = pytest.mark.slow  # a passphrase takes a second, so that nobody can try many
WHO = {"name": "Ada Örtlich", "contact": "call me", "url": "https://ada.example"}
DRAFT = {"v": 1, "scope": SCOPE.hex(), "title": "To the board", "trustee": "Ada", "n": 3, "t": 2}
SECRET = {"passphrase": PASSPHRASE}


@pytest.fixture(scope="module")
def approved(core):
    """(home, world): the core's trustee joined and approved this letter; the others' keys are in the world."""
    home = core.call("trustee.init", core.call("trustee.emptyHome"), WHO | SECRET)["home"]
    draft = core.call("trustee.readDraft", json.dumps(DRAFT).encode())
    joined = core.call("trustee.join", home, draft, SECRET)
    home, answer = joined["home"], json.loads(joined["answerText"])
    assert joined["fingerprint"] == trustee.key_fingerprint(
        *(bytes.fromhex(answer[key]) for key in ("ed25519", "xwing"))
    )
    others = w.new()
    keys = ("name", "contact", "url", "ed25519", "xwing")
    seats = [{key: answer[key] for key in keys}]
    for one, identity, seed in zip(
        others.manifest.trustees[1:], others.identities[1:], others.xwing_seeds[1:], strict=True
    ):
        fields = {"name": one.name, "contact": one.contact, "url": one.url}
        seats.append(fields | {"ed25519": ed25519.public(identity), "xwing": xwing.public(seed)})
    world = w.new(scope=SCOPE, trustees=seats, tiers=[2, 3, 8])
    # Python opens the key files that JavaScript made.
    letter_key = keyfile.decrypt(bytes.fromhex(home["letters"][SCOPE.hex()]["key"]), PASSPHRASE)
    assert letter_key[32:] == SCOPE + bytes(32)
    world.identities = [keyfile.decrypt(bytes.fromhex(home["identity_key"]), PASSPHRASE), *others.identities[1:]]
    world.xwing_seeds = [letter_key[:32], *others.xwing_seeds[1:]]

    reading = core.call("trustee.readLetter", home, w.files(world))
    assert (reading["seat"], reading["text"]) == (1, w.LETTER)
    assert [one["isYou"] for one in reading["trustees"]] == [True, False, False]
    told = {"fingerprint": world.manifest.fingerprint.upper()} | SECRET
    done = core.call("trustee.approve", home, reading, told)
    signature = bytes.fromhex(json.loads(done["approvalText"])["signature"])
    release.check_approval(world.manifest.trustees[0].ed25519, world.manifest.letter_id, signature)
    for tier in (2, 3, 3, 8):
        w.sign(world, tier=tier, name=f"Person of {tier}")
    w.batch(world)
    w.notice(world)
    return done["home"], world


def test_steps_before_a_release_are_those_of_python(core, approved):
    home, world = approved
    letter, address = world.manifest, world.manifest.address
    assert core.call("trustee.selftest", home, address, SECRET) is True
    token = core.call("trustee.fetchToken", home, address, {"day": world.day} | SECRET)
    release.check_fetch(letter.trustees[0].ed25519, letter.letter_id, world.day, bytes.fromhex(token["signature"]))
    wrong = core.call("trustee.readHome", core.call("trustee.homeText", home).encode())
    wrong["letters"][SCOPE.hex()]["key"] = keyfile.encrypt(bytes(32) + SCOPE + letter.letter_id, PASSPHRASE).hex()
    assert core.call("trustee.selftest", wrong, address, SECRET) is False
    given = {"day": world.day, "fingerprint": letter.fingerprint} | SECRET
    gone = core.call("trustee.destroy", home, address, given)
    row = json.loads(gone["statementText"])
    release.check_destroyed(letter.trustees[0].ed25519, letter.letter_id, world.day, bytes.fromhex(row["signature"]))
    assert gone["home"]["letters"][SCOPE.hex()]["key"] is None
    with pytest.raises(Refused, match="destroyed or moved"):
        core.call("trustee.selftest", gone["home"], address, SECRET)
    with pytest.raises(Refused, match="Nothing was deleted"):
        core.call("trustee.destroy", home, address, given | {"fingerprint": "a" * 32})


def test_a_release_file_is_byte_for_byte_the_one_that_python_makes(core, approved):
    home, world = approved[0], copy(approved[1])
    seen = core.ask("look", home=home, files=w.files(world), now=moment(at(world)))
    w.batch(world, days=3)
    bundle = w.files(world, sealed=True)
    later = moment(at(world))
    looked = core.ask("look", home=seen["home"], files=bundle, sealed=True, now=later)
    plan = core.ask("plan", home=looked["home"], look=looked["look"], wave=1, now=later)
    assert plan["summary"] == "tier 3: 3 to open, 0 withdrawn, 1 stay sealed"
    compared = core.call("trustee.readCompared", plan["snapshotText"].upper())
    made = core.ask("release", home=looked["home"], plan=plan["plan"], compared=compared, **SECRET)
    assert made["bytes"] == w.share(world, 1, 1) and made["sha256"] == sha256(made["bytes"]).hex()
    done = [step for step, _total in made["steps"]]
    assert done == sorted(done) and {total for _step, total in made["steps"]} == {503} and done[-1] == 503

    # What the server does with it: two files open exactly the names that are due, one opens nothing.
    world.releases = {(1, 1): made["bytes"]}
    w.share(world, 1, 2)
    record, items = w.due_items(world, 1)
    files = [release.parse_release(raw, manifest=world.manifest) for raw in world.releases.values()]
    names, complaints = opening.combine(items, files, manifest=world.manifest)
    assert {json.loads(opening.identity_json(one))["name"] for one in names.values()} == {"Person of 2", "Person of 3"}
    assert complaints == [] and len(record.ruling.due) == 3
    for few in combinations(files, 1):
        assert set(opening.combine(items, few, manifest=world.manifest)[0].values()) == {None}
    assert core.ask("verify", files=w.files(world))["holds"]


def test_a_trustee_moves_from_page_to_terminal_and_back(core, approved, tmp_path):
    home, world = approved[0], copy(approved[1])
    handed = entries.make_withdraw(letter_id=world.manifest.letter_id, seq=1, ssk=bytes(32))
    home = core.ask("look", home=home, files=w.files(world), now=moment(at(world)))["home"]
    home["letters"][SCOPE.hex()]["state"]["withdrawals"] = {handed.hex(): moment(at(world))}
    text = core.call("trustee.homeText", home)
    terminal = trustee_file.unpack(text.encode(), tmp_path / "home")
    assert terminal.identity()["name"] == WHO["name"]
    assert trustee.selftest(terminal, world.manifest.address, passphrase=PASSPHRASE)
    w.batch(world, days=3)
    plan = trustee_release.prepare(terminal, Bundle.of(w.files(world, sealed=True)), 1, now=at(world), processes=1)
    assert plan.summary.startswith("tier 3: 3 to open")
    back = core.call("trustee.readHome", trustee_file.pack(terminal))
    assert core.call("trustee.selftest", back, world.manifest.address, SECRET) is True
    untitled = {scope: row | {"title": None} for scope, row in home["letters"].items()}
    state = untitled[SCOPE.hex()].pop("state")
    assert back["letters"][SCOPE.hex()].pop("state")["notices"] == state["notices"]
    assert back | {"letters": back["letters"]} == home | {"letters": untitled}
    assert kept(Home(tmp_path / "home"))["approved"] == home["approved"]
    with pytest.raises(trustee_file.Rejected):
        trustee_file.unpack(text.encode(), tmp_path / "home")


def test_trustee_files_that_are_none_are_refused_by_both(core, approved, tmp_path):
    home, _world = approved
    spoilt = [b"", b"{}", b"[]", b"null", rows.approvals([])]
    for key, value in (("v", 2), ("kind", "x"), ("approved", {}), ("letters", []), ("identity_key", "zz")):
        spoilt.append(json.dumps(home | {key: value}).encode())
    spoilt.append(json.dumps({key: value for key, value in home.items() if key != "approved"}).encode())
    for number, raw in enumerate(spoilt):
        assert verdict(lambda raw=raw: core.call("trustee.readHome", raw))[:2] == ("refused", "home"), raw[:80]
        found = verdict(lambda raw=raw, to=tmp_path / str(number): trustee_file.unpack(raw, to))
        assert found[0] == "refused" and found[1] in ("home", "json"), raw[:80]
        assert not (tmp_path / str(number)).exists()


def test_the_core_refuses_what_python_refuses_before_any_key_is_made(core):
    empty = core.call("trustee.emptyHome")
    for given, check in (
        (WHO | {"passphrase": "short"}, "passphrase"),
        (WHO | SECRET | {"name": "two\nlines"}, "text"),
        (WHO | SECRET | {"url": " "}, "text"),
    ):
        assert verdict(lambda given=given: core.call("trustee.init", empty, given))[:2] == ("refused", check)
    assert verdict(lambda: core.call("trustee.join", empty, DRAFT, SECRET))[:2] == ("refused", "home")
    for draft, check in ((DRAFT | {"n": 8}, "draft"), (DRAFT | {"scope": "00"}, "hex"), ({}, "draft"), ([], "draft")):
        raw = json.dumps(draft).encode()
        ours, theirs = (
            verdict(lambda raw=raw: trustee.read_draft(raw)),
            verdict(lambda raw=raw: core.call("trustee.readDraft", raw)),
        )
        assert ours == theirs and ours[1] == check
    for text in ("", "12", "x:00", "12:" + "0" * 63, "12:" + "g" * 64):
        assert verdict(lambda text=text: core.call("trustee.readCompared", text))[0] == "refused"
