"""Which rows of a filing are about one company's meeting, found by a process apart with bounds."""

import time
from datetime import date

import pytest

from shareholder.readers import npx_alone, npx_apart, npx_match
from shareholder.readers.apart import TOO_MUCH
from shareholder.readers.npx_match import Wanted, likeness, name_key, security_keys
from shareholder.readers.refused import Unreadable
from tests.readers import npx_files

DAY = date(2024, 5, 16)


@pytest.mark.parametrize(
    "text",
    ["Walt Disney Company (The)", "THE WALT DISNEY CO.", "Walt  Disney", "Walt Disney Co., Class A", "Walt-Disney Inc"],
)
def test_a_name_is_the_same_however_its_form_is_written(text):
    assert name_key(text) == "walt disney"


@pytest.mark.parametrize("text", ["Walt Disney Holdings", "Disney", "Walt Disney Europe SA"])
def test_another_name_is_another_company(text):
    assert name_key(text) != "walt disney"
    assert not Wanted(("Walt Disney",)).found_by(_vote(issuer=text))


def test_name_that_is_only_a_form_stays():
    assert name_key("The Company") == "company"
    assert name_key("(The)") == ""
    assert not Wanted(("()",)).found_by(_vote(issuer="()")), "nothing is no name"


def _vote(**given):
    given = {"issuer": "A", "cusip": None, "isin": None} | given
    return type("Row", (), given)()


def test_isin_and_cusip_of_one_share_meet():
    assert security_keys("US2546871060") & security_keys("254687106") == {"25468710"}
    assert not security_keys("GB2546871060") & security_keys("254687106")
    assert Wanted((), ("US2546871060",)).found_by(_vote(cusip="254687-10-6")) == npx_match.BY_SECURITY


def test_item_is_likelier_by_its_number_and_its_words():
    titles = ["Report on safety at every dock"]
    assert likeness("4. Report on Dock Safety", item="4", titles=[]) == 1
    assert likeness("Shareholder Proposal: safety at every dock", item="", titles=titles) == 1
    assert likeness("Elect a director", item="4", titles=titles) == 0
    assert likeness("14 Anything", item="4", titles=titles) == 0
    assert likeness(None, item="4", titles=titles) == 0


def found(tmp_path, raw, wanted=None, **given):
    path = tmp_path / "votes.xml"
    path.write_bytes(raw)
    return npx_apart.read([path], wanted or Wanted(("Example Widgets 2",), day=DAY), **given)


def test_rows_of_the_day_are_found_and_others_counted(tmp_path):
    raw = npx_files.table(4)
    assert [vote["number"] for vote in found(tmp_path, raw).votes] == [3]
    away = found(tmp_path, raw, Wanted(("Example Widgets 2",), day=date(2023, 5, 16)))
    assert (away.votes, away.elsewhere, away.rows) == ([], 1, 4)
    assert found(tmp_path, raw, Wanted(("Example Widgets 2",), year=2024)).votes


def test_progress_is_told_over_all_files(tmp_path, monkeypatch):
    paths = [tmp_path / "a.xml", tmp_path / "b.xml"]
    for path in paths:
        npx_files.write(path, 3_000_000)
    told = []
    npx_apart.read(paths, Wanted(("Example Widgets 2",), day=DAY), told.append)
    assert told == sorted(told) and len(told) >= 4
    assert told[-1] > paths[0].stat().st_size


def test_what_takes_too_long_or_too_much_ends(tmp_path, monkeypatch):
    path = tmp_path / "votes.xml"
    npx_files.write(path, 30_000_000)
    with monkeypatch.context() as patched:
        patched.setattr(npx_apart, "WAIT", 0.02)
        began = time.monotonic()
        with pytest.raises(Unreadable, match="too long"):
            npx_apart.read([path], Wanted(("Nobody",), day=DAY))
        assert time.monotonic() - began < 2
    monkeypatch.setattr(npx_apart, "MEMORY", 16 * 1024**2)
    with pytest.raises(Unreadable, match="memory"):
        npx_apart.read([path], Wanted(("Nobody",), day=DAY))


def test_sound_file_is_never_called_broken_wherever_the_memory_ends(tmp_path, monkeypatch):
    path = tmp_path / "votes.xml"
    npx_files.write(path, 300_000)
    said = set()
    for tenth in [*range(74, 90), *range(90, 400, 30)]:  # of a megabyte beyond what the interpreter has at the start
        monkeypatch.setattr(npx_apart, "MEMORY", tenth * 1024**2 // 10)
        try:
            said.add(npx_apart.read([path], Wanted(("Nobody",), day=DAY)).votes == [])
        except Unreadable as refusal:
            said.add(str(refusal))
    assert said == {True, TOO_MUCH}


def test_more_rows_than_there_can_be_are_told():
    lines = []
    rows = [_row(number) for number in range(npx_alone.MOST + 3)]
    assert npx_alone.look(rows, Wanted(("A",), day=DAY), lines.append) == (0, 3)
    assert len(lines) == npx_alone.MOST


def _row(number):
    vote = _vote(number=number, meeting=DAY, problems=[], description="x" * 5000, by_holders=True, series=None)
    vote.records, vote.shares_voted = [], lambda how: None
    return vote
