"""Codes: made within one request or elsewhere, never stored, their leaves in an order that says nothing."""

import json
import re
import stat

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from organize.models import Trail
from organize.refusals import Refusal
from petitions import vault
from petitions.actions import passes as actions
from petitions.documents import codes as documents
from petitions.management.commands import codes as command
from petitions.models import Letter, RosterLeaf
from petitions.sealing import issuer, passes
from tests.petitions import letters, papers

pytestmark = pytest.mark.django_db


def by(made):
    return {"letter": made.letter, "by": made.by, "at": letters.NOW}


def leaf(made, code):
    return passes.roster_leaf(passes.code_hash(bytes(made.letter.scope), code))


def test_codes_come_back_and_only_their_leaves_are_kept():
    made = letters.coded(codes=50)
    assert len(set(made.codes)) == 50
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{20}", code) for code in made.codes)
    kept = {bytes(row) for row in RosterLeaf.objects.filter(letter=made.letter).values_list("leaf", flat=True)}
    assert kept == {leaf(made, code) for code in made.codes}
    made.letter.refresh_from_db()
    assert (made.letter.state, made.letter.roster_size) == ("coded", 50)
    assert bytes(made.letter.roster_root) == passes.roster_root(kept)
    assert bytes(made.letter.issuer_spki) == _public_half(made)


def _public_half(made):
    [file] = settings.KEYS_DIR.glob(f"issuer-{made.letter.pk.hex}.der")
    return issuer.spki(file.read_bytes())


def test_no_code_is_anywhere_in_the_database_or_the_files():
    made = letters.coded(codes=30)
    texts = list(made.codes) + [passes.code_hash(bytes(made.letter.scope), code).hex() for code in made.codes]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cells = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  the database's own names
            cells += [cell for row in cursor.fetchall() for cell in row]
    binary = (bytes, memoryview)
    everything = "\n".join(bytes(cell).hex() if isinstance(cell, binary) else str(cell) for cell in cells)
    assert leaf(made, made.codes[0]).hex() in everything  # what is kept would be seen
    files = b"".join(path.read_bytes() for path in settings.KEYS_DIR.rglob("*") if path.is_file())
    assert files
    for text in texts:
        assert text not in everything
        assert text.encode() not in files


def test_leaves_are_stored_in_the_order_of_their_bytes_not_of_the_codes():
    made = letters.coded(codes=200)
    with connection.cursor() as cursor:
        order = "ctid" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT leaf FROM petitions_rosterleaf ORDER BY {order}")  # noqa: S608  one of two words
        stored = [bytes(row[0]) for row in cursor.fetchall()]
    assert stored == sorted(stored)
    printed = [leaf(made, code) for code in made.codes]
    assert printed != sorted(printed)


def test_trail_says_that_codes_were_made_and_nothing_of_them():
    made = letters.coded(codes=3)
    entries = Trail.objects.filter(object_id=made.letter.pk, verb="code")
    assert entries.count() == 1


@pytest.mark.parametrize("number", [-1, 0, 20_001])
def test_number_of_codes_is_bounded(number):
    made = letters.keyed()
    with pytest.raises(Refusal, match="20,000"):
        actions.make_codes(**by(made), number=number)
    with pytest.raises(Refusal):
        actions.take_leaves(**by(made), leaves=[bytes(32)] * max(number, 0))


def test_codes_before_the_invitation_or_twice_are_refused_in_a_sentence():
    made = letters.draft()
    with pytest.raises(Refusal, match="Invite the trustees first"):
        actions.make_codes(**by(made), number=3)
    made = letters.coded(codes=3)
    key = vault.issuer_load(made.letter.pk)
    with pytest.raises(Refusal, match="ample"):
        actions.make_codes(**by(made), number=3)
    assert vault.issuer_load(made.letter.pk) is key
    assert RosterLeaf.objects.filter(letter=made.letter).count() == 3


def test_most_codes_are_made_in_one_request():
    made = letters.keyed()
    codes = actions.make_codes(**by(made), number=20_000)
    assert len(set(codes)) == 20_000
    assert RosterLeaf.objects.filter(letter=made.letter).count() == 20_000


def test_offline_codes_become_a_letters_roster_and_redeem(tmp_path, capsys, django_assert_num_queries):
    made = letters.keyed()
    scope = bytes(made.letter.scope).hex()
    leaves, codes = tmp_path / "leaves.json", tmp_path / "codes.txt"
    with django_assert_num_queries(0):
        call_command("codes", "5", "--scope", scope, "--leaves", str(leaves), "--codes", str(codes))
    for path in (leaves, codes):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = capsys.readouterr()
    printed = codes.read_text().split()
    assert len(printed) == 5
    assert all(re.fullmatch("([0-9A-Z]{4}-){4}[0-9A-Z]{4}", code) for code in printed)
    for code in printed:
        assert code not in said.out + said.err + leaves.read_text()
    found = actions.read_leaves(leaves.read_bytes(), letter=made.letter)
    actions.take_leaves(**by(made), leaves=found)
    letters.freeze(made)
    for position in (1, 2, 3):
        letters.give_approval(made, position)
    for code in printed:
        assert made.new_pass(code.lower()).token


def test_offline_codes_become_sheets_to_cut(tmp_path, capsys, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(command, "PART", 4)
    monkeypatch.setattr(documents, "PART", 4)
    leaves, codes, pdf = (tmp_path / name for name in ("leaves.json", "codes.txt", "sheets.pdf"))
    with django_assert_num_queries(0):
        call_command(
            "codes", "9", "--scope", "ab" * 32, "--leaves", str(leaves), "--codes", str(codes), "--pdf", str(pdf)
        )
    sheets = [tmp_path / f"sheets-{number}.pdf" for number in (1, 2, 3)]
    assert {one for one in tmp_path.iterdir() if one.is_file()} == {leaves, codes, *sheets}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in sheets)
    listed = codes.read_text().split()
    on_paper = " ".join(papers.words(path.read_bytes()) for path in sheets)
    assert re.findall("(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", on_paper) != listed
    assert sorted(re.findall("(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", on_paper)) == sorted(listed)
    said = capsys.readouterr()
    assert not [code for code in listed if code in said.out + said.err]


def test_sheets_alone_keep_codes_off_the_terminal(tmp_path, capsys):
    pdf = tmp_path / "sheets.pdf"
    call_command("codes", "2", "--scope", "ab" * 32, "--leaves", str(tmp_path / "l"), "--pdf", str(pdf))
    assert len(re.findall("(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", papers.words(pdf.read_bytes()))) == 2
    assert capsys.readouterr().out == ""


def test_offline_codes_go_to_the_terminal_when_no_file_is_named(tmp_path, capsys):
    call_command("codes", "3", "--scope", "ab" * 32, "--leaves", str(tmp_path / "l"))
    assert len(capsys.readouterr().out.split()) == 3


@pytest.mark.parametrize(
    "arguments",
    [("0", "--scope", "ab" * 32), ("20001", "--scope", "ab" * 32), ("3", "--scope", "AB" * 32), ("3", "--scope", "ab")],
)
def test_offline_codes_refuse_what_makes_no_roster(tmp_path, arguments):
    with pytest.raises(CommandError):
        call_command("codes", *arguments, "--leaves", str(tmp_path / "l"))
    assert not (tmp_path / "l").exists()


def test_offline_codes_never_overwrite_a_file(tmp_path):
    (tmp_path / "l").write_text("mine")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("codes", "3", "--scope", "ab" * 32, "--leaves", str(tmp_path / "l"))
    assert (tmp_path / "l").read_text() == "mine"


def test_leaves_file_that_is_none_or_of_another_letter_is_refused():
    made, other = letters.keyed(), letters.keyed()
    scope = bytes(made.letter.scope).hex()
    good = {"v": 1, "scope": scope, "leaves": ["11" * 32, "22" * 32]}
    wrong = [
        b"", b"\xff", b"[]", b"{}", b"null",
        json.dumps(good | {"v": 2}).encode(),
        json.dumps(good | {"extra": 1}).encode(),
        json.dumps(good | {"leaves": "11" * 32}).encode(),
        json.dumps(good | {"leaves": ["11" * 31]}).encode(),
        json.dumps(good | {"leaves": ["AA" * 32]}).encode(),
        json.dumps(good | {"leaves": [7]}).encode(),
        json.dumps(good | {"scope": bytes(other.letter.scope).hex()}).encode(),
    ]  # fmt: skip
    for raw in wrong:
        with pytest.raises(Refusal):
            actions.read_leaves(raw, letter=made.letter)
    with pytest.raises(Refusal):
        actions.read_leaves(json.dumps(good).encode(), letter=letters.draft().letter)
    for leaves in ([], [b"1" * 32, b"1" * 32], [b"short"]):
        with pytest.raises(Refusal):
            actions.take_leaves(**by(made), leaves=leaves)
    assert Letter.objects.get(pk=made.letter.pk).state == "inviting"
    assert len(actions.read_leaves(json.dumps(good).encode(), letter=made.letter)) == 2
