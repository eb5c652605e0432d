"""Contacts: what was sealed once opens for ever, for any holder, in its own petition, and in no other way."""

import csv
import io

import pytest

from organize import spreadsheets
from petitions.sealing import cli_contacts, contacts, xwing
from petitions.sealing.cli import main
from petitions.sealing.errors import SealingError
from tests.sealing.make import vector

CASE = vector("contacts.json")
PETITION = bytes.fromhex(CASE["petition"])
SEEDS = [bytes.fromhex(seed) for seed in CASE["seeds"]]
SEALED = bytes.fromhex(CASE["contacts"][0]["sealed"])
PRIVATE = [xwing.private(seed) for seed in SEEDS]


def opened(sealed=SEALED, *, i=1, petition_id=PETITION, holder=None):
    return contacts.open(PRIVATE[i - 1 if holder is None else holder], petition_id=petition_id, i=i, sealed=sealed)


@pytest.mark.parametrize("i", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1])
def test_every_holder_opens_the_recorded_contacts(i, number):
    case = CASE["contacts"][number]
    assert opened(bytes.fromhex(case["sealed"]), i=i) == case["fields"]
    assert len(bytes.fromhex(case["sealed"])) == contacts.sealed_length(3)
    assert contacts.fingerprint(xwing.public(SEEDS[i - 1])) == CASE["fingerprints"][i - 1]


def test_any_changed_byte_is_refused():
    places = [0, 1, 2, 700, 1169, 1170, 2340, len(SEALED) - 1040, len(SEALED) - 500, len(SEALED) - 1]
    for at in places:
        changed = bytearray(SEALED)
        changed[at] ^= 1
        with pytest.raises(SealingError):
            opened(bytes(changed))
    for wrong in (b"", SEALED[:-1], SEALED + b"\0"):
        with pytest.raises(SealingError):
            opened(wrong)


def test_no_other_petition_holder_or_place_opens_it():
    for given in ({"petition_id": bytes(16)}, {"i": 2, "holder": 0}, {"i": 1, "holder": 1}):
        with pytest.raises(SealingError):
            opened(**given)
    for i in (0, 4):
        with pytest.raises(SealingError):
            opened(i=i, holder=0)


def test_length_tells_nothing_and_what_is_too_long_is_refused():
    publics = [xwing.public(SEEDS[0])]
    sealed = [
        contacts.seal(petition_id=PETITION, publics=publics, fields={"mailbox": "a" * size}) for size in (1, 254, 900)
    ]
    assert {len(one) for one in sealed} == {contacts.sealed_length(1)}
    with pytest.raises(SealingError):
        contacts.seal(petition_id=PETITION, publics=publics, fields={"mailbox": "a" * 1020})
    for holders in ([], publics * 8):
        with pytest.raises(SealingError):
            contacts.seal(petition_id=PETITION, publics=holders, fields={})


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"v":1,"kind":"x","name":"A","xwing":"00"}'])
def test_what_is_no_public_key_file_is_refused(raw):
    with pytest.raises(SealingError):
        contacts.read_key_file(raw)


def test_key_file_whose_name_cannot_be_shown_is_refused():
    public = xwing.public(SEEDS[0])
    assert contacts.read_key_file(contacts.key_file(name="Ana Ruiz", public=public)) == ("Ana Ruiz", public)
    for name in ("", " ", "a\u202eb", "a" * 81):
        with pytest.raises(SealingError):
            contacts.read_key_file(contacts.key_file(name=name, public=public))


def exported(rows, holders=None):
    header = contacts.Header(PETITION, "=Dóčks", ["Dock workers", "@Port"], holders or CASE["fingerprints"])
    return b"".join(contacts.export(header, rows))


def test_export_that_was_cut_off_or_changed_is_refused():
    whole = exported([SEALED, SEALED])
    _header, rows = contacts.read_export(io.BytesIO(whole))
    assert list(rows) == [SEALED, SEALED]
    for wrong in (b"", whole[:10], whole[:60], whole[:-1], whole[:-5], whole[: -len(SEALED)], whole + b"\0"):
        with pytest.raises(SealingError):
            list(contacts.read_export(io.BytesIO(wrong))[1])


def test_holder_makes_a_key_and_opens_an_export(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pass").write_text("only for tests\n")
    given = ["--passphrase-file", "pass"]
    assert main(["contacts", "key", "--name", "Ana Ruiz", *given]) == 0
    name, public = contacts.read_key_file((tmp_path / "contacts-public.json").read_bytes())
    assert name == "Ana Ruiz"
    assert contacts.fingerprint(public) in capsys.readouterr().out
    assert main(["contacts", "key", "--name", "Ana Ruiz", *given]) == 1, "no key is written over another"
    publics = [xwing.public(SEEDS[0]), public]
    fields = CASE["contacts"][0]["fields"] | {"name": "=1+1", "updates": [1]}
    sealed = contacts.seal(petition_id=PETITION, publics=publics, fields=fields)
    (tmp_path / "export").write_bytes(exported([sealed], [contacts.fingerprint(one) for one in publics]))
    assert main(["contacts", "open", "export", *given]) == 0
    assert (tmp_path / "contacts.csv").stat().st_mode & 0o777 == 0o600
    (head, row) = csv.reader(io.StringIO((tmp_path / "contacts.csv").read_bytes().decode("utf-8-sig"), newline=""))
    assert head == [*cli_contacts.COLUMNS, "Dock workers", "'@Port"]
    assert row == ["ana.ruiz@private.example", "'=1+1", "PT", "True", "web", "2026-11-28", "", "x"]
    (tmp_path / "other").write_bytes(exported([sealed]))
    assert main(["contacts", "open", "other", *given]) == 1
    assert "not sealed to your key" in capsys.readouterr().err


def test_address_on_paper_and_confirmed_stands_in_the_table_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pass").write_text("only for tests\n")
    given = ["--passphrase-file", "pass"]
    assert main(["contacts", "key", "--name", "Ana Ruiz", *given]) == 0
    _name, public = contacts.read_key_file((tmp_path / "contacts-public.json").read_bytes())
    said = [("a@b.example", "paper"), ("", "paper"), ("c@d.example", "paper"), ("a@b.example", "web"), ("", "paper")]
    sealed = [
        contacts.seal(petition_id=PETITION, publics=[public], fields={"mailbox": mailbox, "source": source})
        for mailbox, source in said
    ]
    (tmp_path / "export").write_bytes(exported(sealed, [contacts.fingerprint(public)]))
    assert main(["contacts", "open", "export", *given]) == 0
    table = list(csv.reader(io.StringIO((tmp_path / "contacts.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert sorted((row[0], row[4]) for row in table[1:]) == [
        ("", "paper"), ("", "paper"), ("a@b.example", "web"), ("c@d.example", "paper")
    ]  # fmt: skip


def test_tag_of_a_row_from_paper_is_of_another_kind():
    tags = {make(bytes(32), PETITION, "a@b.example") for make in (contacts.tag, contacts.paper_tag)}
    assert len(tags) == 2


def test_tool_and_site_write_cells_alike():
    starts = ("=", "+", "-", "@", "|", "%", "\u2212", "\uff1d", "\uff0b", "\ufe63", "a", "'", "\n=", "\0")
    hostile = [before + start + "cmd" for before in ("", " ", "\u200b", "\t", "\xa0") for start in starts]
    for cell in ["", *hostile]:
        assert cli_contacts.inert(cell) == spreadsheets.inert(cell)
