"""A trustee joins, approves and tests a key: never another text, never the same key or list twice."""

import json

import pytest

from petitions.sealing import bundle as bundles
from petitions.sealing import trustee
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import Malformed, Rejected
from tests.sealing import world as w
from tests.sealing.trustees import PASSPHRASE, SCOPE, folder, frozen


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


@pytest.mark.parametrize("mark", ["\x1b[2J", "\r", "\u202e", "\u2066", "\x7f", "\x9b"])
def test_text_that_a_terminal_could_show_as_another_is_refused(homes, letter, tmp_path, mark):
    home, _answer = homes[0]
    text = f"# Stop\n\nWe ask {mark}for an answer.\n".encode()
    changed = json.loads(w.files(letter)["manifest.json"]) | {"letter_sha256": sha256(text).hex()}
    files = w.files(letter) | {"letter.md": text, "manifest.json": json.dumps(changed).encode()}
    with pytest.raises(Rejected) as refusal:
        trustee.read_letter(home, folder(tmp_path, files))
    assert "control characters" in str(refusal.value)


def test_scope_issuer_roster_and_keys_are_never_approved_twice(homes, letter, tmp_path):
    home, _answer = homes[0]
    again = frozen(homes, deliver_at=7)  # the same scope and keys, another letter
    with pytest.raises(Rejected) as refusal:
        trustee.read_letter(home, folder(tmp_path, w.files(again)))
    assert refusal.value.check == "reuse"
    record = trustee._record(letter.manifest)
    for field in ("scope", "issuer", "roster", "xwing"):
        other = {"letter_id": "00" * 32, "scope": "11" * 32, "issuer": "22" * 32, "roster": "33" * 32, "xwing": []}
        known = other | {field: record[field]}
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
