"""A trustee's folder that somebody edited, or that another program left files in: a sentence, never a traceback."""

import json

import pytest

from petitions.sealing import trustee, trustee_home
from petitions.sealing.errors import SealingError
from petitions.sealing.trustee_home import Desk, Home

WHO = {"name": "Ada", "contact": "by phone", "url": "https://a.example", "ed25519": "11" * 32}
JOIN = {"v": 1, "scope": "22" * 32} | WHO | {"xwing": "33" * 1216}
SEEN = {"1": {"sha256": "00" * 32, "first_seen": "2026-03-02T00:00:00+00:00"}}
KNOWN = {"letter_id": "44" * 32, "scope": "55" * 32, "issuer": "66" * 32, "roster": None, "xwing": []}


@pytest.mark.parametrize(
    "state",
    [
        [],
        {"seen": {"size": "3", "root": "00" * 32}},
        {"seen": {"size": 3}},
        {"seen": {"size": 3, "root": "zz"}},
        {"notices": []},
        {"notices": {"x": SEEN["1"]}},
        {"notices": {"1": "yesterday"}},
        {"notices": {"1": SEEN["1"] | {"first_seen": "yesterday"}}},
        {"notices": {"1": SEEN["1"] | {"first_seen": "2026-03-02T00:00:00"}}},
        {"withdrawals": []},
        {"withdrawals": {"00": "2026-03-02T00:00:00+00:00"}},
    ],
    ids=repr,
)
def test_edited_state_is_refused_with_the_files_name(tmp_path, state):
    desk = Desk(tmp_path, bytes(32))
    desk.save_state({"seen": None, "notices": SEEN, "withdrawals": {}})
    assert desk.state()["notices"] == SEEN
    desk.save_state(state)
    with pytest.raises(SealingError, match="state.json") as refusal:
        desk.state()
    assert refusal.value.check == "home"


@pytest.mark.parametrize("found", [None, [], {}, WHO | {"name": 3}, WHO | {"ed25519": "11"}], ids=repr)
def test_edited_identity_is_refused(tmp_path, found):
    (tmp_path / "identity.json").write_text(json.dumps(found))
    with pytest.raises(SealingError, match="identity.json"):
        Home(tmp_path).identity()


@pytest.mark.parametrize("found", [None, {}, JOIN | {"xwing": []}, JOIN | {"v": 2}], ids=repr)
def test_edited_answer_is_refused(tmp_path, found):
    (tmp_path / "join.json").write_text(json.dumps(found))
    with pytest.raises(SealingError, match="join.json"):
        Desk(tmp_path, bytes(32)).join()


@pytest.mark.parametrize("found", [None, {}, [{}], [KNOWN | {"xwing": "44"}], [KNOWN | {"scope": None}]], ids=repr)
def test_edited_list_of_approvals_is_refused(tmp_path, found):
    home = Home(tmp_path)
    home.save_approved(KNOWN)
    assert home.approved() == [KNOWN]
    (tmp_path / "approved.json").write_text(json.dumps(found))
    for use in (home.approved, lambda: home.save_approved(KNOWN)):
        with pytest.raises(SealingError, match="approved.json"):
            use()


def test_files_of_other_programs_among_the_letters_are_passed_over(tmp_path):
    home, scope = Home(tmp_path), bytes(range(32))
    home.letter(scope).path.mkdir(parents=True)
    (tmp_path / "letters" / ".DS_Store").write_bytes(b"")
    (tmp_path / "letters" / "a copy").mkdir()
    assert [desk.scope for desk in home.letters()] == [scope]


def test_missing_or_foreign_identity_key_is_refused(tmp_path):
    home = Home(tmp_path)
    trustee.init(home, name="Ada", contact="by phone", url="https://a.example", passphrase="a passphrase")
    short = trustee_home.keyfile.encrypt(bytes(31), "a passphrase")
    trustee_home.write_private(tmp_path / "identity.key", short)
    with pytest.raises(SealingError, match="another kind of key"):
        home.identity_seed("a passphrase")
    (tmp_path / "identity.key").unlink()
    with pytest.raises(SealingError, match="identity.key"):
        home.identity_seed("a passphrase")
